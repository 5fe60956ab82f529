import type { SessionView } from '@pointpay/contracts'
import { useApp } from '../app-context.ts'

/** Which mall and which member the 적립금 goes to: seen before anything moves. */
export function MallCard({ session }: { session: SessionView }) {
  const { t } = useApp().texts
  const { name } = session.media
  return (
    <section class="mall" aria-label={t('mall')}>
      <span class="mall-sign" aria-hidden="true">
        {Array.from(name)[0]}
      </span>
      <div>
        <p class="mall-name">{name}</p>
        <p>
          {/* On its own in direction, and never translated: the letters are what the shopper looks at. */}
          <b dir="auto" translate={false}>
            {session.memberId}
          </b>{' '}
          <span class="quiet">{t('member')}</span>
        </p>
      </div>
    </section>
  )
}

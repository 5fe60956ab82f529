import type { SessionView } from '@pointpay/contracts'
import { useApp } from '../app-context.ts'

/** Which mall and which member the 적립금 goes to: seen before anything moves. */
export function MallCard({ session }: { session: SessionView }) {
  const { t } = useApp().texts
  const { name } = session.media
  return (
    <dl class="mall">
      <div class="mall-sign" aria-hidden="true">
        {Array.from(name)[0]}
      </div>
      <div>
        <dt class="visually-hidden">{t('mall')}</dt>
        <dd class="mall-name">{name}</dd>
        <dt>{t('member')}</dt>
        <dd>{session.maskedMemberId}</dd>
      </div>
    </dl>
  )
}

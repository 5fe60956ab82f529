import type { SessionView } from '@pointpay/contracts'
import { useApp } from '../app-context.ts'

/** At the top of every step, while partners and identity check are played. */
export function TestBanner({ session }: { session: SessionView }) {
  const { t } = useApp().texts
  if (!session.sandbox && !session.test) return null
  return (
    <section class="test-banner" aria-label={t('testEnvironment')}>
      <b>{t('testEnvironment')}</b>
      {session.test && <p>{t('testMedia')}</p>}
    </section>
  )
}

import { useSignal } from '@preact/signals'
import { useApp } from '../../app-context.ts'
import { Badge } from '../../components/badge.tsx'
import { DeedOutcome } from '../../components/deed-outcome.tsx'
import { Facts } from '../../components/facts.tsx'
import { Page } from '../../components/page.tsx'
import { messages } from '../../messages.ts'
import type { Done } from '../../models/sending.ts'
import { EndSecondFactorDialog } from './end-second-factor-dialog.tsx'
import { StartSecondFactorDialog } from './start-second-factor-dialog.tsx'

const words = messages.secondFactor

/** One's own account: who one is here, and the second factor of one's login. */
export function MyAccountScreen() {
  const { me, changedMe } = useApp()
  const isAsking = useSignal(false)
  const done = useSignal<Done | null>(null)
  const close = () => (isAsking.value = false)
  const Asking = me.secondFactor ? EndSecondFactorDialog : StartSecondFactorDialog
  return (
    <Page title={words.title}>
      <DeedOutcome done={done.value} />
      <section class="panel">
        <Facts
          facts={[
            [messages.account.login, <span class="code">{me.login}</span>],
            [messages.account.name, me.name],
            [messages.account.role, messages.role[me.role]],
            [
              words.label,
              me.secondFactor ? (
                <Badge tone="good" shape="done" text={words.on} />
              ) : (
                <Badge tone="attention" shape="attention" text={words.off} />
              ),
            ],
          ]}
        />
        <p class="quiet">{me.secondFactor ? words.onMeans : words.offMeans}</p>
        <div class="buttons">
          <button type="button" class="button" onClick={() => (isAsking.value = true)}>
            {me.secondFactor ? words.end : words.start}
          </button>
        </div>
      </section>
      {isAsking.value && (
        <Asking
          onClose={close}
          done={(next) => {
            close()
            done.value = { words: next.secondFactor ? words.started : words.ended }
            changedMe(next)
          }}
        />
      )}
    </Page>
  )
}

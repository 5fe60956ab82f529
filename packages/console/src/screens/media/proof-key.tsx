import type { MediaStatus } from '@pointpay/contracts'
import { type ReadonlySignal, useSignal } from '@preact/signals'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { Failure } from '../../components/failure.tsx'
import { Facts } from '../../components/facts.tsx'
import { Instant } from '../../components/instant.tsx'
import { Notice } from '../../components/notice.tsx'
import { messages } from '../../messages.ts'
import type { SendState } from '../../models/sending.ts'

const words = messages.media.proofKey

export interface ProofKeyProps {
  media: MediaStatus
  model: { state: ReadonlySignal<SendState>; issue(): Promise<void>; endOld(): Promise<void> }
}

/** The key that a merchant's backend signs with: since when, and how it is replaced. The key itself is not told again. */
export function ProofKey({ media: { proofKeyIssuedAt, oldProofKeyUntil }, model }: ProofKeyProps) {
  const asking = useSignal<'replace' | 'end-old' | null>(null)
  const state = model.state.value
  const isWorking = state.status === 'sending'
  const close = () => (asking.value = null)

  function press() {
    if (isWorking) return
    if (proofKeyIssuedAt === null) void model.issue()
    else asking.value = 'replace'
  }

  return (
    <>
      <Facts
        facts={[
          [
            words.label,
            proofKeyIssuedAt ? (
              <>
                <Instant at={proofKeyIssuedAt} /> {words.issuedAt}
              </>
            ) : (
              words.never
            ),
          ],
          ...(oldProofKeyUntil
            ? ([
                [
                  words.old,
                  <>
                    <Instant at={oldProofKeyUntil} />
                    {words.oldUntil}
                  </>,
                ],
              ] as const)
            : []),
        ]}
      />
      {state.status === 'failed' && <Failure failure={state.failure} />}
      <div class="buttons">
        <button type="button" class="button" aria-disabled={isWorking} onClick={press}>
          {isWorking ? messages.media.working : proofKeyIssuedAt === null ? words.issue : words.replace}
        </button>
        {oldProofKeyUntil && (
          <button
            type="button"
            class="button"
            aria-disabled={isWorking}
            onClick={() => !isWorking && (asking.value = 'end-old')}
          >
            {words.endOld}
          </button>
        )}
      </div>
      {asking.value === 'replace' && (
        <ConfirmDialog
          title={words.replaceTitle}
          confirm={words.replaceConfirm}
          onClose={close}
          onConfirm={() => void model.issue()}
        >
          <p>{words.replaceBody}</p>
          {oldProofKeyUntil && <Notice tone="attention">{words.replaceEndsOld}</Notice>}
        </ConfirmDialog>
      )}
      {asking.value === 'end-old' && (
        <ConfirmDialog
          title={words.endOldTitle}
          confirm={words.endOldConfirm}
          onClose={close}
          onConfirm={() => void model.endOld()}
        >
          <p>{words.endOldBody}</p>
        </ConfirmDialog>
      )}
    </>
  )
}

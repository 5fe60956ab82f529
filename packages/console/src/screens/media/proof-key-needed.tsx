import { Failure } from '../../components/failure.tsx'
import { Notice } from '../../components/notice.tsx'
import { messages } from '../../messages.ts'
import type { SendState } from '../../models/sending.ts'

const words = messages.media.proofKey

export interface ProofKeyNeededProps {
  /** The issuing of one. */
  state: SendState
  issue(): Promise<void>
}

/** Signatures are to be demanded, and the merchant has no key to make them with. */
export function ProofKeyNeeded({ state, issue }: ProofKeyNeededProps) {
  const isIssuing = state.status === 'sending'
  return (
    <>
      <Notice tone="attention" role="status" title={words.needed}>
        <p>{words.neededMeans}</p>
        <button
          type="button"
          class="button"
          aria-disabled={isIssuing}
          onClick={() => !isIssuing && void issue()}
        >
          {isIssuing ? messages.media.working : words.issue}
        </button>
      </Notice>
      {state.status === 'failed' && <Failure failure={state.failure} />}
    </>
  )
}

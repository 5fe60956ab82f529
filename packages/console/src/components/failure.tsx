import type { ApiFailure } from '../api/failure.ts'
import { messages } from '../messages.ts'
import { failureText } from './failure-text.ts'
import { Notice } from './notice.tsx'
import { RetryCountdown, type Clock } from './retry-countdown.tsx'

export interface FailureProps {
  failure: ApiFailure
  retry?: () => void
  /** Where the server may say when to try again. */
  clock?: Clock
}

/** A call that brought nothing: what happened, what to do, and the button to do it. */
export function Failure({ failure, retry, clock }: FailureProps) {
  return (
    <Notice tone="bad" role="alert" title={retry ? messages.failure.title : messages.failure.notSent}>
      <p>{failureText(failure)}</p>
      {clock && <RetryCountdown failure={failure} clock={clock} />}
      {retry && (
        <button type="button" class="button" onClick={() => retry()}>
          {messages.retry}
        </button>
      )}
    </Notice>
  )
}

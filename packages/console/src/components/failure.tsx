import type { ApiFailure } from '../api/failure.ts'
import { messages } from '../messages.ts'
import { failureText } from './failure-text.ts'
import { Notice } from './notice.tsx'

/** A call that brought nothing: what happened, what to do, and the button to do it. */
export function Failure({ failure, retry }: { failure: ApiFailure; retry?: () => void }) {
  return (
    <Notice tone="bad" role="alert" title={retry ? messages.failure.title : messages.failure.notSent}>
      <p>{failureText(failure)}</p>
      {retry && (
        <button type="button" class="button" onClick={() => retry()}>
          {messages.retry}
        </button>
      )}
    </Notice>
  )
}

import type { ApiFailure } from '../api/failure.ts'
import { messages } from '../messages.ts'

/** What happened and what to do. A refusal's words are the server's, which knows the state that things are in. */
export function failureText(failure: ApiFailure): string {
  const words = messages.failure
  switch (failure.kind) {
    case 'refused':
      return failure.message
    case 'no-answer':
      return failure.changing ? words.noAnswerToChange : words.noAnswer
    case 'unreadable':
      return failure.changing ? words.unreadableToChange(failure.status) : words.unreadable(failure.status)
  }
}

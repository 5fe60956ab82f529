import type { ApiFailure } from '../api/failure.ts'
import type { Texts } from '../texts/texts.ts'

/** What happened, what became of the points and what to do, in the shopper's words. */
export function failureText(failure: ApiFailure, { t }: Texts): string {
  if (failure.kind === 'refused') return failure.message
  return failure.kind === 'no-answer' ? t('noAnswer') : t('unreadable', { status: failure.status })
}

import { returnReasons, type ReturnAnswer } from '@pointpay/contracts'

/** What one attempt brought. */
export type PostbackOutcome =
  | { kind: 'answered'; answer: ReturnAnswer }
  /** No connection came about: the merchant surely saw nothing. */
  | { kind: 'not-sent' }
  /** It went out and no answer was read, or its process died: the merchant may have credited. */
  | { kind: 'lost' }
  /** The RETURN URL is none that may be called. */
  | { kind: 'not-postable' }

export interface EarlierAttempts {
  /** An earlier attempt may have been carried out though nobody read its answer. */
  maybeArrived: boolean
  /** Our own solution half has no such credit, so that nothing earlier can have arrived after all. */
  surelyNotCredited: boolean
}

export type PostbackDecision =
  /** Credited. */
  | 'delivered'
  /** Surely not credited: the points go back to the shopper. */
  | 'refused'
  /** Not settled; post again. */
  | 'retry'
  /** Contradictory or hopeless; only a person can tell. */
  | 'review'

/**
 * | outcome | no earlier attempt can have arrived | one may have |
 * | --- | --- | --- |
 * | `201` | delivered | delivered |
 * | `202 거래번호 중복` | review: someone else used our number | delivered: it was ours |
 * | `202` else | refused | review, unless our own books say that nothing was credited: refused |
 * | unreadable, lost, not sent | retry | retry |
 *
 * A duplicate after an attempt whose answer was lost is the answer that was lost: the credit was accepted then. On a first
 * attempt it is somebody else's credit under our number.
 *
 * A merchant that credits and then refuses the same number for another reason (the member left meanwhile) would make a
 * refund a gift; hence the last column.
 */
export function judgePostback(outcome: PostbackOutcome, earlier: EarlierAttempts): PostbackDecision {
  if (outcome.kind === 'not-postable') return 'review'
  if (outcome.kind !== 'answered' || outcome.answer.kind === 'unreadable') return 'retry'
  if (outcome.answer.kind === 'credited') return 'delivered'
  if (isDuplicate(outcome.answer.reason)) return earlier.maybeArrived ? 'delivered' : 'review'
  return !earlier.maybeArrived || earlier.surelyNotCredited ? 'refused' : 'review'
}

/** Whether the merchant may have credited although this attempt did not say so. */
export function mayHaveArrived(outcome: PostbackOutcome): boolean {
  return outcome.kind === 'lost' || (outcome.kind === 'answered' && outcome.answer.kind === 'unreadable')
}

/** Whether the merchant says that it did not credit by this attempt. */
export function isRefusal(outcome: PostbackOutcome): boolean {
  return outcome.kind === 'answered' && outcome.answer.kind === 'refused'
}

/** The guide's words, with or without the blank, and in letters that were taken apart (a source file saved on a Mac). */
function isDuplicate(reason: string): boolean {
  return withoutBlanks(reason) === withoutBlanks(returnReasons.duplicate)
}

function withoutBlanks(text: string): string {
  return text.normalize('NFC').replaceAll(/\s/g, '')
}

import type { PopupErrorBody } from '@pointpay/contracts'

/**
 * Why a call brought nothing.
 * - `refused`: the server said no, and why, in the shopper's language (contracts, error-codes.ts).
 * - `no-answer`: not reached, or silent for too long; a changing call may or may not have been carried out.
 * - `unreadable`: something answered, but not what the contract says (a proxy's page, another version's server).
 */
export type ApiFailure =
  | ({ kind: 'refused' } & PopupErrorBody['error'])
  | { kind: 'no-answer' }
  | { kind: 'unreadable'; status: number }

export type ApiResult<T> = { ok: true; value: T } | { ok: false; failure: ApiFailure }

/** Whether the same call may well succeed a little later, so that it is worth offering again. */
export function mayPass(failure: ApiFailure): boolean {
  if (failure.kind !== 'refused') return true
  return ['internal', 'too_many_requests', 'provider_unavailable'].includes(failure.code)
}

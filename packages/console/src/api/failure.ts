import type { ConsoleErrorBody } from '@pointpay/contracts'

/**
 * Why a call brought nothing.
 * - `refused`: the server said no, and why (contracts, error-codes.ts).
 * - `no-answer`: not reached, or silent for too long; a changing call may or may not have been carried out.
 * - `unreadable`: something answered, but not what the contract says (a proxy's page, another version's server).
 */
export type ApiFailure =
  | ({ kind: 'refused'; status: number } & ConsoleErrorBody['error'])
  | { kind: 'no-answer'; changing: boolean }
  | { kind: 'unreadable'; status: number; changing: boolean }

export type ApiResult<T> = { ok: true; value: T } | { ok: false; failure: ApiFailure }

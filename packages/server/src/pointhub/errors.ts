import type { PopupErrorCode } from '@pointpay/contracts'
import type { Words } from './messages.ts'

export type RefusalDetails = Record<string, string | number | boolean | null>

/** A call that is not carried out, with the reason a shopper is told. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: PopupErrorCode
  readonly field: string | undefined
  readonly details: RefusalDetails | undefined
  /** Where the code's own words say too little. */
  readonly words: Words | undefined

  constructor(
    code: PopupErrorCode,
    more: { field?: string; details?: RefusalDetails; words?: Words; cause?: unknown } = {},
  ) {
    super(code, { cause: more.cause })
    this.code = code
    this.field = more.field
    this.details = more.details
    this.words = more.words
  }
}

/** HTTP statuses by code. */
export const refusalStatus = {
  invalid_request: 400,
  media_unknown: 404,
  media_not_ready: 409,
  shop_not_served: 409,
  partners_missing: 404,
  unverified_mode_off: 403,
  member_proof_needed: 403,
  member_proof_invalid: 403,
  session_unknown: 404,
  session_expired: 410,
  identity_needed: 409,
  identity_code_wrong: 422,
  identity_code_expired: 422,
  identity_locked: 429,
  identity_too_soon: 429,
  identity_too_often: 429,
  kind_unknown: 422,
  amount_below_minimum: 422,
  amount_above_maximum: 422,
  amount_not_in_unit: 422,
  balance_insufficient: 422,
  selection_needed: 409,
  terms_needed: 422,
  already_converted: 409,
  provider_unavailable: 503,
  provider_refused: 409,
  too_many_requests: 429,
  body_too_large: 413,
  internal: 500,
} as const satisfies Record<PopupErrorCode, number>

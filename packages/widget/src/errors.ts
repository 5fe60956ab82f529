/** What the widget itself can find wrong: a closed list whose codes never change their meaning. */
export type WidgetErrorCode =
  /** No media code was configured. */
  | 'a_code_missing'
  /** The browser blocked the popup. A dialog with a link is shown, and the press goes on. */
  | 'popup_blocked'
  /** The storefront's record of the member is out of date; reloading the page helps. */
  | 'member_expired'
  /** The storefront's record of the member is unreadable. */
  | 'member_malformed'
  /** The storefront says that somebody is logged in, but never who. */
  | 'member_pending'
  /** The browser blocks storage, and nothing else tells the member. */
  | 'member_unavailable'
  /** The SDK's other part did not load: the shopper's network, or a policy of the page. */
  | 'load_failed'
  /** The conversion ended without 적립금; the partner points were given back. */
  | 'conversion_failed'

/** The codes of PointPay's HTTP API, as the popup reports them. */
export type PopupErrorCode =
  | 'invalid_request'
  | 'media_unknown'
  | 'media_not_ready'
  /** The shop does not count in KRW, or is not registered. The widget finds this too, and then opens nothing. */
  | 'shop_not_served'
  | 'partners_missing'
  | 'unverified_mode_off'
  | 'member_proof_needed'
  | 'member_proof_invalid'
  | 'session_unknown'
  | 'session_expired'
  | 'identity_needed'
  | 'identity_code_wrong'
  | 'identity_code_expired'
  | 'identity_locked'
  | 'identity_too_soon'
  | 'identity_too_often'
  | 'kind_unknown'
  | 'amount_below_minimum'
  | 'amount_above_maximum'
  | 'amount_not_in_unit'
  | 'balance_insufficient'
  | 'selection_needed'
  | 'terms_needed'
  | 'already_converted'
  | 'provider_unavailable'
  | 'provider_refused'
  | 'too_many_requests'
  | 'body_too_large'
  | 'internal'

/** Any error's code; a newer PointPay may report one that this version has no name for. */
export type ErrorCode = WidgetErrorCode | PopupErrorCode | (string & Record<never, never>)

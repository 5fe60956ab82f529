/**
 * Who the shopper is, as far as the page knows now.
 *
 * | kind | means | a press then |
 * | --- | --- | --- |
 * | `member` | logged in, id known | opens the popup |
 * | `guest` | not logged in | leads to the login page |
 * | `unserved` | whoever it is: this shop's 적립금 cannot be credited (`shops`) | is an error; the buttons are hidden |
 * | `pending` | not known yet: the storefront writes the member some time after load | is kept until it is known |
 * | `expired` | the storefront's record is past its 10 minutes and nothing newer came | asks to reload the page |
 * | `malformed` | the record is not what the storefront writes | is an error |
 * | `unavailable` | the browser blocks storage | is an error |
 */
export type Member =
  /** `expiresAtMs`: when the storefront's record becomes outdated, where the id comes from it. */
  | { kind: 'member'; memberId: string; expiresAtMs?: number }
  | { kind: 'guest' }
  | { kind: 'unserved' }
  | { kind: 'pending' }
  | { kind: 'expired'; expiredAtMs: number }
  | { kind: 'malformed' }
  | { kind: 'unavailable' }

/**
 * The guide's address with the press's mark (nonce and shop) in the fragment, which no server sees and which changes nothing for
 * the real PointPay.
 */
export function popupUrl(
  origin: string,
  mark: string,
  aCode: string,
  memberId: string,
  addParam?: string,
): string {
  // URLSearchParams, for encodeURIComponent throws on half a surrogate pair.
  const query = new URLSearchParams({
    a_code: aCode,
    user_id: memberId,
    ...(addParam && { add_param: addParam }),
  })
  return `${origin}/pointhub/direct?${query}#n=${mark}`
}

/** 160 random bits as 32 digits and small letters, which also travel as `add_param`. */
export const newNonce = () =>
  crypto.getRandomValues(new Uint8Array(32)).reduce((nonce, byte) => nonce + (byte % 32).toString(36), '')

/** Longest way back that PointPay keeps (`returnTo` of the popup's API). */
const RETURN_TO_MAX = 2000

/** The address for this tab, with the way back to this page; without its query where it is too long to be kept. */
export const withWayBack = (url: string) => {
  const { href, origin, pathname } = location
  return `${url}&r=${encodeURIComponent(href.length > RETURN_TO_MAX ? origin + pathname : href)}`
}

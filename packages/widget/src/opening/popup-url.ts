/**
 * The guide's address with the press's nonce in the fragment, which no server sees and which changes nothing for the real
 * PointPay.
 */
export function popupUrl(
  { origin, nonce }: { origin: string; nonce: string },
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
  return `${origin}/pointhub/direct?${query}#n=${nonce}`
}

/** 160 random bits in the letters that a nonce may have: only our popup can know them. */
export const newNonce = () => crypto.getRandomValues(new Uint32Array(5)).join('-')

/** Longest way back that PointPay keeps (`returnTo` of the popup's API). */
const RETURN_TO_MAX = 2000

/** The address for this tab, with the way back to this page; without its query where it is too long to be kept. */
export const withWayBack = (url: string) => {
  const { href, origin, pathname } = location
  return `${url}&r=${encodeURIComponent(href.length > RETURN_TO_MAX ? origin + pathname : href)}`
}

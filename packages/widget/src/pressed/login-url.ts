/** The multi-shop prefix of a storefront path: `/shop2` of `/shop2/order/basket.html`, else an empty string. */
const shopPrefix = () => /^\/shop\d+(?=\/)/.exec(location.pathname)?.[0] ?? ''

/** The mall's login page with the way back to this page, as Cafe24 has it. */
export function loginUrl(page = shopPrefix() + '/member/login.html'): string {
  const separator = page.includes('?') ? '&' : '?'
  return `${page}${separator}returnUrl=${encodeURIComponent(location.pathname + location.search)}`
}

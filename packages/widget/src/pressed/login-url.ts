import { shopPrefix } from '../member/shop-number.ts'

/** The mall's login page with the way back to this page, as Cafe24 has it. */
export function loginUrl(page = shopPrefix() + '/member/login.html'): string {
  const separator = page.includes('?') ? '&' : '?'
  return `${page}${separator}returnUrl=${encodeURIComponent(location.pathname + location.search)}`
}

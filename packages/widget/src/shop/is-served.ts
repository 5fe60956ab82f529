import type { PointPayOptions } from '../options.ts'
import { attempt, storefront } from '../page.ts'

/**
 * Whether the shop's 적립금 counts in KRW, as far as the page knows: the options list it, and the storefront names no other
 * currency. The server has the last word.
 */
export function isServed(shopNo: string | number, shops: PointPayOptions['shops']): boolean {
  const currency = attempt(() => storefront().SHOP!.getCurrency!())
  return (currency ?? 'KRW') === 'KRW' && (shops == null || `,${shops},`.includes(`,${shopNo},`))
}

import { attempt, storefront } from '../page.ts'

/** The multi-shop prefix of a storefront path: `/shop2` of `/shop2/order/basket.html`, else an empty string. */
export const shopPrefix = () => /^\/shop\d+(?=\/)/.exec(location.pathname)?.[0] ?? ''

/** The shop this page belongs to, as the storefront tells it; 1 where nothing tells. */
export function shopNumber(): number {
  const page = storefront()
  const sources = [
    () => page.EC_SDE_SHOP_NUM,
    () => page.CAFE24API?.SHOP_NO,
    () => page.EC_ROUTE?.getShopNo?.(),
    () => shopPrefix().slice(5),
  ]
  for (const source of sources) {
    const shopNo = Number(attempt(source))
    if (shopNo > 0 && shopNo % 1 === 0) return shopNo
  }
  return 1
}

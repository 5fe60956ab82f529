import { attempt, storefront } from '../page.ts'

/** The multi-shop prefix of a storefront path: `/shop2` of `/shop2/order/basket.html`, else an empty string. */
export const shopPrefix = () => /^\/shop\d+(?=\/)/.exec(globalThis.location?.pathname ?? '')?.[0] ?? ''

/** The shop this page belongs to, as the storefront tells it; 1 where nothing tells. */
export function shopNumber(): number {
  const { EC_SDE_SHOP_NUM, CAFE24API, EC_ROUTE } = storefront()
  const told = [
    EC_SDE_SHOP_NUM,
    CAFE24API?.SHOP_NO,
    attempt(() => EC_ROUTE?.getShopNo?.()),
    shopPrefix().slice(5),
  ]
  return told.map(Number).find((shopNo) => shopNo > 0 && shopNo % 1 === 0) ?? 1
}

import { attempt, storefront } from '../page.ts'

/** The shop this page belongs to, as the storefront or the page's path (`/shop2/…`) tells it; 1 where nothing tells. */
export function shopNumber(): number {
  const { EC_SDE_SHOP_NUM, CAFE24API, EC_ROUTE } = storefront()
  const told = [
    EC_SDE_SHOP_NUM,
    CAFE24API?.SHOP_NO,
    attempt(() => EC_ROUTE!.getShopNo!()),
    attempt(() => /^\/shop(\d+)\//.exec(location.pathname)![1]),
  ]
  return told.map(Number).find((shopNo) => shopNo > 0 && shopNo % 1 === 0) ?? 1
}

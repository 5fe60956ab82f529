import type { Shop, ShopNo } from '@pointpay/contracts'

/** A shop of a mall: open, in KRW, and nothing else known. */
export const aShop = (shopNo: number, change: Partial<Shop> = {}): Shop => ({
  shopNo: shopNo as ShopNo,
  name: null,
  currency: 'KRW',
  language: null,
  active: true,
  ...change,
})

/** A shop of a mall. Its storefront, its currency and its point history are its own. */
export interface Shop {
  shopNo: number
  name: string
  /** ISO 4217, e.g. `KRW`. */
  currency: string
  /** e.g. `ko_KR`. */
  language: string
  /** The domain that the shop shows itself under; null: the mall's own at Cafe24. */
  primaryDomain: string | null
  slaveDomains: string[]
  /** An inactive shop has no pages. */
  active: boolean
}

/** A shop as most malls have them: open, Korean, in KRW. */
export function koreanShop(shopNo: number): Shop {
  return {
    shopNo,
    name: shopNo === 1 ? '한국어 쇼핑몰' : `${shopNo}호점`,
    currency: 'KRW',
    language: 'ko_KR',
    primaryDomain: null,
    slaveDomains: [],
    active: true,
  }
}

/** Reads the shops that a data file holds; a file of version 1.0.0 has their numbers alone. */
export function readShops(json: string): Shop[] {
  const stored = JSON.parse(json) as (number | Shop)[]
  return stored.map((shop) => (typeof shop === 'number' ? koreanShop(shop) : shop))
}

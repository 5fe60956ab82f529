import { servedShops, type Shop } from '@pointpay/contracts'

/** Whether conversions are credited in a shop, or why not. */
export type ShopStanding = 'served' | 'other-currency' | 'closed'

export function shopStanding(shop: Shop): ShopStanding {
  if (servedShops([shop]).length > 0) return 'served'
  return shop.active ? 'other-currency' : 'closed'
}

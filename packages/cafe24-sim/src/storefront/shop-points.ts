import type { Mall } from '../books/malls.ts'
import type { Movement } from '../books/points.ts'
import type { Shop } from '../books/shops.ts'
import type { Simulation } from '../simulation.ts'

export interface ShopPoints {
  availableCents: number
  /** Newest first. */
  rows: Movement[]
}

/** A member's 적립금 as a shop's pages show it. Shops of one currency share it; another currency is another sum. */
export function pointsInShop({ points }: Simulation, mall: Mall, shop: Shop, memberId: string): ShopPoints {
  const sharing = mall.shops.filter(({ currency }) => currency === shop.currency).map(({ shopNo }) => shopNo)
  const rows = points.ofMember(mall.mallId, memberId).filter(({ shopNo }) => sharing.includes(shopNo))
  const signed = rows.map(({ type, amountCents }) => (type === 'increase' ? amountCents : -amountCents))
  return { availableCents: signed.reduce((sum, cents) => sum + cents, 0), rows: rows.toReversed() }
}

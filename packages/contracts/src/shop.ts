import * as z from 'zod/mini'
import { FIRST_SHOP, type ShopNo, shopNoSchema } from './ids.ts'

/** The only currency that a conversion is credited in. */
export const CREDITED_CURRENCY = 'KRW'

/** A shop of a Cafe24 mall as it is registered with its media, by hand or from Cafe24's `GET /admin/shops`. */
export const shopSchema = z.object({
  /** What a credit's shop may be at most (`NewCredit`). */
  shopNo: shopNoSchema.check(z.maximum(32_767)),
  /** As the mall calls it; null: not known. */
  name: z.nullable(z.string().check(z.trim(), z.minLength(1), z.maxLength(100))),
  /** ISO 4217, e.g. `KRW`. The shop's 적립금 counts in it. */
  currency: z.string().check(z.regex(/^[A-Z]{3}$/)),
  /** Cafe24's code of the storefront's language, e.g. `ko_KR`; null: not known. */
  language: z.nullable(z.string().check(z.regex(/^[A-Za-z]{2,3}([_-][A-Za-z0-9]{2,8})*$/))),
  /** False while the mall has the shop closed. */
  active: z.boolean(),
})
export type Shop = z.infer<typeof shopSchema>

/** Shops of one mall, each number once. */
export const shopsSchema = z.array(shopSchema).check(
  z.maxLength(100),
  z.refine((shops) => new Set(shops.map(({ shopNo }) => shopNo)).size === shops.length, {
    error: 'a shop number occurs twice',
  }),
)

/** A mall of which nothing is known but the guide: one shop, in KRW. */
export const onlyFirstShop: Shop[] = [
  { shopNo: FIRST_SHOP, name: null, currency: CREDITED_CURRENCY, language: null, active: true },
]

/**
 * The shops in which a conversion can be credited: open, and counting in KRW. An amount in KRW given to a shop that counts
 * in another currency would be another sum.
 *
 * @example servedShops([{ shopNo: 1, currency: 'KRW', … }, { shopNo: 2, currency: 'USD', … }]) // [1]
 */
export const servedShops = (shops: readonly Shop[]): ShopNo[] =>
  shops.filter(({ active, currency }) => active && currency === CREDITED_CURRENCY).map(({ shopNo }) => shopNo)

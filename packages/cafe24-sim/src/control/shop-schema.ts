import * as z from 'zod'
import { koreanShop, type Shop } from '../books/shops.ts'

const shopNo = z.number().int().min(1).max(32_767)

const shopFields = z.strictObject({
  shop_no: shopNo,
  shop_name: z.string().min(1).max(100).optional(),
  currency_code: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
  language_code: z
    .string()
    .regex(/^[a-z]{2}_[A-Z]{2}$/)
    .optional(),
  /** Null: the mall's own domain at Cafe24. */
  primary_domain: z.string().min(1).max(253).nullable().optional(),
  slave_domain: z.array(z.string().min(1).max(253)).optional(),
  active: z.boolean().optional(),
})

/**
 * `shops` of `PUT /_sim/malls/{mall_id}`: all shops that the mall has from now on, each number once. A bare number is an open
 * Korean shop in KRW; what an object leaves out is as for a bare number.
 *
 * @example `[1, { "shop_no": 3, "shop_name": "Global Shop", "currency_code": "USD", "language_code": "en_US" }]`
 */
export const shopsSchema = z
  .array(z.union([shopNo.transform(koreanShop), shopFields.transform(toShop)]))
  .refine((shops) => new Set(shops.map((shop) => shop.shopNo)).size === shops.length, {
    error: 'a shop number occurs twice',
  })

function toShop(fields: z.infer<typeof shopFields>): Shop {
  const standard = koreanShop(fields.shop_no)
  return {
    shopNo: fields.shop_no,
    name: fields.shop_name ?? standard.name,
    currency: fields.currency_code ?? standard.currency,
    language: fields.language_code ?? standard.language,
    primaryDomain: fields.primary_domain ?? standard.primaryDomain,
    slaveDomains: fields.slave_domain ?? standard.slaveDomains,
    active: fields.active ?? standard.active,
  }
}

/** A shop as `GET /_sim/malls/{mall_id}` shows it, in the form that `PUT` takes. */
export function presentShop(shop: Shop): z.input<typeof shopFields> {
  return {
    shop_no: shop.shopNo,
    shop_name: shop.name,
    currency_code: shop.currency,
    language_code: shop.language,
    primary_domain: shop.primaryDomain,
    slave_domain: shop.slaveDomains,
    active: shop.active,
  }
}

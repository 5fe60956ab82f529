import * as z from 'zod'
import type { CallCafe24 } from './call.ts'
import { intField } from './fields.ts'
import type { Cafe24Client, MallShop } from './types.ts'

const domain = z.string().nullish()

/** `T` or `F` (Cafe24's API reference). */
const flag = z.enum(['T', 'F']).transform((each) => each === 'T')

/**
 * Number and currency decide about money, so a shop that lacks one of them makes the answer unreadable. The rest may be
 * missing; a shop of which nothing else is said is open.
 */
const shop = z
  .object({
    shop_no: intField.min(1),
    currency_code: z.string().regex(/^[A-Z]{3}$/),
    active: flag.default(true),
    shop_name: z.string().nullish().catch(null),
    language_code: z.string().nullish().catch(null),
    base_domain: domain.catch(null),
    primary_domain: domain.catch(null),
    slave_domain: z
      .union([z.array(z.string()), z.string()])
      .nullish()
      .catch(null),
  })
  .transform((each): MallShop => ({
    shopNo: each.shop_no,
    name: each.shop_name?.trim() || null,
    currency: each.currency_code,
    language: each.language_code || null,
    active: each.active,
    domains: [each.base_domain, each.primary_domain, each.slave_domain]
      .flat()
      .filter((name) => !!name) as string[],
  }))

/** A mall without a shop does not exist: an empty list is no answer. */
const answer = z.object({ shops: z.array(shop).min(1) }).transform(({ shops }) => shops)

export function shopCalls(
  call: CallCafe24,
  api: (mallId: string, path: string) => URL,
): Pick<Cafe24Client, 'shops'> {
  return {
    shops: ({ mallId, accessToken }) =>
      call({
        method: 'GET',
        url: api(mallId, 'admin/shops'),
        authorization: `Bearer ${accessToken}`,
        answer,
      }),
  }
}

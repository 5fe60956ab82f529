import { FIRST_SHOP, type Nonce, nonceSchema } from './ids.ts'

/**
 * What the widget tells of a press: in the popup's fragment (`#n=`), and to PointPay's own popup as `add_param`, which comes
 * back as `utc_code`. It is the nonce, with `-s<shop number>` behind it in another shop than the first.
 */
export interface PressMark {
  /** null: none that the contract allows. */
  nonce: Nonce | null
  /**
   * The shop that the press was made in, as it was told: the mall may have no such shop, and NaN is no number at all. Neither may
   * be taken for the first.
   */
  shopNo: number
}

/**
 * Nonces of the widget's own form alone: any other may end in `-s2` by chance, and the shop decides where money goes. `NaN` is
 * what the widget sends of a `shop-no` that is no number.
 */
const nonceWithShop = /^([0-9a-v]{32})-s(\d+|NaN)$/

/**
 * Reads a mark. Anything else than a mark was made in the first shop: the script that malls paste from the guide sends none, and
 * knows no other shop. Never throws.
 *
 * @example parsePressMark('0123456789abcdefghijklmnopqrstuv-s2') // { nonce: '0123…', shopNo: 2 }
 */
export function parsePressMark(mark: string | null | undefined): PressMark {
  const [, nonce, shop] = nonceWithShop.exec(mark ?? '') ?? []
  return {
    nonce: nonceSchema.safeParse(nonce ?? mark).data ?? null,
    shopNo: shop === undefined ? FIRST_SHOP : Number(shop),
  }
}

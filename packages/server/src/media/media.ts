import {
  type Krw,
  type MediaCode,
  type MediaMode,
  type memberProofs,
  type PopupOwner,
  servedShops,
  type Shop,
} from '@pointpay/contracts'

/**
 * A media (매체): a merchant as PointPay knows it. `cafe24`: our solution half credits its mall; `own-backend`
 * (실물가맹점): the merchant's own RETURN URL is told, and crediting is the merchant's.
 */
export interface Media {
  code: MediaCode
  name: string
  kind: 'cafe24' | 'own-backend'
  /** Cafe24's mall id; null for `own-backend`. */
  mallId: string | null
  /** Where pointhub posts conversions. For `cafe24` our own `/solution/return/{returnKey}`. */
  returnUrl: string
  /** The unguessable part of our own RETURN URL; null for `own-backend`. */
  returnKey: string | null
  /** Source networks allowed to call the RETURN URL; empty: any. */
  returnNetworks: string[]
  /** Mall origins that the popup may post messages to and that may ask for a session's status. */
  origins: string[]
  /** The mall's shops; empty for `own-backend`. */
  shops: Shop[]
  /** When they were read from Cafe24; null: they were registered by hand. */
  shopsReadAt: Date | null
  /** KRW for one RETURN URL call; null: none. */
  capPerCall: Krw | null
  /** KRW for one KST day; null: none. */
  capPerDay: Krw | null
  accentColor: string | null
  memberProof: (typeof memberProofs)[number]
  /** HMAC key for `signed-param`, shared with the merchant's backend. */
  memberProofSecret: string
  unverifiedAllowed: boolean
  mode: MediaMode
  popup: PopupOwner
  /** Joins a page's own `add_param` and the press's nonce in PointPay's own popup; null: they are not joined. */
  nonceSeparator: string | null
  createdAt: Date
}

/** Whether a conversion begun in this shop may be made. A merchant's own backend credits by itself, in whatever shop. */
export function servesShop({ kind, shops }: Pick<Media, 'kind' | 'shops'>, shopNo: number): boolean {
  return kind === 'own-backend' || servedShops(shops).some((served) => served === shopNo)
}

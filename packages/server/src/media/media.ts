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
  /**
   * Where pointhub posts conversions. For `cafe24` it is our own, with the present key; null: that key was sealed with a
   * token key that this service does not have.
   */
  returnUrl: string | null
  /** The RETURN URL was renewed: until when the one before is taken too; null: it is not. */
  oldReturnUrlUntil: Date | null
  /** Source networks allowed to call the RETURN URL; empty: any. */
  returnNetworks: string[]
  /** Mall origins that the popup may post messages to and that may ask for a session's status. */
  origins: string[]
  /** The mall's shops; empty for `own-backend`. */
  shops: Shop[]
  /** When they were read from Cafe24; null: they were registered by hand. */
  shopsReadAt: Date | null
  /** KRW for one RETURN URL call. */
  capPerCall: Krw
  /** KRW for one KST day. */
  capPerDay: Krw
  accentColor: string | null
  memberProof: (typeof memberProofs)[number]
  /** The key that the merchant's backend signs with; null: none was issued. */
  proofKey: { issuedAt: Date; oldUntil: Date | null } | null
  unverifiedAllowed: boolean
  mode: MediaMode
  popup: PopupOwner
  /** Joins a page's own `add_param` and the press's nonce in PointPay's own popup; null: they are not joined. */
  nonceSeparator: string | null
  /** Names of settings that are stored in a way that cannot be read (stored-settings.ts). */
  broken: readonly string[]
  createdAt: Date
}

/** Whether a conversion begun in this shop may be made. A merchant's own backend credits by itself, in whatever shop. */
export function servesShop({ kind, shops }: Pick<Media, 'kind' | 'shops'>, shopNo: number): boolean {
  return kind === 'own-backend' || servedShops(shops).some((served) => served === shopNo)
}

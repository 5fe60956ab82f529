import type { Locale, Texts } from './texts.ts'

/** How PointPay is opened. */
export type Mode = 'popup' | 'same-tab'

export type Theme = 'light' | 'dark'

/** A shop of a multi-shop mall, as a number or an attribute's text; none: the page's own. */
export type ShopNo = number | string | null | undefined

export interface PointPayOptions {
  /** Media code, issued by PointPay. A button's own `a-code` goes before it. */
  aCode?: string | null | undefined
  /** Where the popup is. The script tag takes its own origin, npm `https://ssl.pointpay.im`. */
  origin?: string | undefined
  /**
   * Our server, which knows presses by their nonce; the script tag takes its own origin. Where the popup is PointPay's own,
   * at another origin, the nonce goes along as `add_param`, and this server is asked how the press ended.
   */
  statusOrigin?: string | undefined
  /**
   * Whether to ask how a press ended. Without `statusOrigin`, PointPay's own popup has no address that tells. With `false` it is
   * not told the shop either: for malls with a backend of their own.
   */
  status?: boolean | undefined
  /** The shop of a multi-shop mall; the page's own by default. */
  shopNo?: ShopNo
  /**
   * The shops that can be credited, e.g. `[1, 2]` or `'1,2'`: those that count in KRW. In any other the buttons are hidden and a
   * press opens nothing. Left out: all whose page names no other currency.
   */
  shops?: string | readonly number[] | undefined
  /** By default a popup on a desktop, and this tab on phones and in apps' own browsers. */
  mode?: Mode | undefined
  /** The page's `<html lang>` by default, Korean where that is none of the four. */
  locale?: Locale | undefined
  /** Of the dialogs; a button has its own. `light` by default. */
  theme?: Theme | undefined
  /** Replaces any text, in any language. */
  texts?: Partial<Texts> | undefined
  /** The mall's login page, to which `?returnUrl=` is added. Cafe24's `/member/login.html` by default. */
  loginUrl?: string | undefined
  /** Comes back to the mall's RETURN URL as `utc_code`; at most 1,000 characters. */
  addParam?: string | undefined
  /**
   * Stands between an `addParam` and the nonce, which then goes along behind it to PointPay's own popup. The media must
   * allow the same one. Without it an `addParam` goes alone, and how the press ended is not told.
   */
  separator?: string | undefined
  /** `cafe24`: Cafe24's signed member token goes along as `add_param`; got ahead of the press, never waited for. */
  proof?: 'cafe24' | undefined
  /** The Cafe24 app's client id, which Cafe24 wants for the token. */
  clientId?: string | undefined
}

/** PointPay's own popup. */
export const POINTPAY_ORIGIN = 'https://ssl.pointpay.im'

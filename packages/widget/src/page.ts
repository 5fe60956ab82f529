/**
 * The globals of a Cafe24 storefront that the SDK reads (facts: the storefront's own client code). A skin may define any
 * of them as anything, so each is `unknown` until it was looked at.
 */
export interface StorefrontPage {
  EC_SDE_SHOP_NUM?: unknown
  EC_ROUTE?: { getShopNo?: () => unknown }
  /** Inline in the head of every page; `KRW` and the like (read in saved pages of malls, old and new, 2026-11-27). */
  SHOP?: { getCurrency?: () => unknown }
  CAPP_ASYNC_METHODS?: { IS_LOGIN?: unknown }
  CAFE24API?: {
    SHOP_NO?: unknown
    getMemberID?: (done: (memberId: unknown) => void) => void
    getEncryptedMemberId?: (
      clientId: string | undefined,
      done: (error: unknown, info: { member_id?: unknown }) => void,
    ) => void
  }
}

/** The page's globals, read anew at each call: the storefront's scripts come late and in any order. */
export const storefront = () => globalThis as StorefrontPage

/** The value, or undefined where reading it throws: a skin's global may be a trap, and storage may be blocked. */
export function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

/** Whether the storefront says that the visitor is logged in; undefined where it does not say. */
export const isLoggedIn = () => attempt(() => storefront().CAPP_ASYNC_METHODS!.IS_LOGIN)

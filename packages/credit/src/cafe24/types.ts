import type { Outcome } from './outcome.ts'

/** What every call for a mall needs. */
export interface MallAccess {
  mallId: string
  accessToken: string
}

export interface ClientCredentials {
  mallId: string
  clientId: string
  clientSecret: string
}

/** What a token call handed out. The old refresh token is dead by then, so all but the two tokens may be missing. */
export interface TokenPair {
  /** Null: the answer does not say. */
  mallId: string | null
  /** Who was logged in to the mall's admin: its owner's id is the mall's. Null: the answer does not say. */
  userId: string | null
  accessToken: string
  /** From the answer on, by Cafe24's own clock, ms: no other clock is needed to judge it. */
  accessLivesMs: number
  refreshToken: string
  refreshLivesMs: number
  /** Null: the answer does not say. */
  scopes: string[] | null
}

export interface PointChange {
  shopNo: number
  memberId: string
  /** KRW, whole, 1 … 1,000,000. */
  amount: number
  type: 'increase' | 'decrease'
  reason: string
}

/** One row of Cafe24's point history. Amounts in KRW. */
export interface PointRow {
  memberId: string
  increase: number
  decrease: number
  /** The member's available points after this row; null: not shown. */
  totalAfter: number | null
  issuedAt: Date
  /** Empty where Cafe24 shows none. */
  reason: string
  /** Null: it belongs to no order. We never name one. */
  orderId: string | null
  case: string
}

/** One page of the point history. */
export interface PointPage {
  /** Rows that Cafe24 listed; the next page begins so much further on, whatever `limit` asked for. */
  listed: number
  rows: PointRow[]
  /** Rows that could not be read: what they say is not known. */
  malformed: number
}

export interface PointQuery {
  /** Both included, to the second. */
  from: Date
  to: Date
  memberId?: string
  /** Left out, Cafe24 lists shop 1 alone. */
  shopNo?: number
  /** `AM`: given through the API. */
  case?: string
}

/** A shop of a mall, as Cafe24 lists it. */
export interface MallShop {
  shopNo: number
  name: string | null
  /** ISO 4217, e.g. `KRW`. The shop's 적립금 counts in it. */
  currency: string
  /** Of the storefront, e.g. `ko_KR`. */
  language: string | null
  active: boolean
  /** Host names of its storefront, e.g. `mymall.cafe24.com`; the mobile ones (`m.…`) are not listed. */
  domains: string[]
}

export interface ScriptTag {
  scriptNo: string
  src: string
  shopNo: number
  integrity: string | null
}

export interface NewScriptTag {
  shopNo: number
  src: string
  displayLocation: string[]
  integrity: string
}

/**
 * Cafe24's Admin API, one mall at a time, without memory: it knows no tokens and no rate. Calls count towards the mall's
 * bucket; see `BucketReading`.
 */
export interface Cafe24Client {
  /** From a call's beginning to its end at most, ms. */
  longestCallMs: number
  /** Where the mall's owner consents; Cafe24 sends them back to `redirectUri` with `code` and `state`. */
  authorizeUrl(request: {
    mallId: string
    clientId: string
    redirectUri: string
    state: string
    scopes: readonly string[]
  }): string
  exchangeCode(
    client: ClientCredentials,
    grant: { code: string; redirectUri: string },
  ): Promise<Outcome<TokenPair>>
  refresh(client: ClientCredentials, refreshToken: string): Promise<Outcome<TokenPair>>
  revoke(
    client: ClientCredentials,
    token: string,
    hint: 'access_token' | 'refresh_token',
  ): Promise<Outcome<null>>
  /** Raises or lowers a member's 적립금. */
  changePoints(access: MallAccess, change: PointChange): Promise<Outcome<null>>
  /** One page of the point history: at most 100 rows from `offset` (≤ 8000). */
  pointsPage(access: MallAccess, query: PointQuery, offset: number): Promise<Outcome<PointPage>>
  /** The mall's shops, at least one; wants the scope `mall.read_store`. */
  shops(access: MallAccess): Promise<Outcome<MallShop[]>>
  scriptTags: {
    /** Our app's tags in one shop. */
    list(access: MallAccess, shopNo: number): Promise<Outcome<ScriptTag[]>>
    add(access: MallAccess, tag: NewScriptTag): Promise<Outcome<ScriptTag>>
    replace(access: MallAccess, scriptNo: string, tag: NewScriptTag): Promise<Outcome<ScriptTag>>
    remove(access: MallAccess, scriptNo: string): Promise<Outcome<null>>
  }
}

export interface Cafe24ClientOptions {
  /** Holds `{mall_id}` once; `https://{mall_id}.cafe24api.com`. */
  origin?: string
  /** Left out: our own on `node:http`, which alone can time the connection apart. */
  fetch?: typeof fetch
  timeouts?: Partial<CallTimeouts>
}

export interface CallTimeouts {
  /** For the connection to stand, TLS included; 5,000 ms. */
  connectMs: number
  /** From the standing connection to the answer's end; 20,000 ms. */
  answerMs: number
}

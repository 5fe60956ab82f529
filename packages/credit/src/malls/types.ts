import type { Scope } from '../cafe24/scopes.ts'

export interface MallRegistration {
  mallId: string
  clientId: string
  clientSecret: string
  redirectUri: string
}

/** Why the mall's owner must consent again. */
export type ConsentProblem =
  /** Its tokens or its app's secret are sealed with a token key that this process was not given. The key helps, too. */
  | 'secrets-unreadable'
  /** The app was deleted from the mall (webhook 90077), or Cafe24 says so. */
  | 'app-removed'
  /** The app's term ended (webhook 90078). */
  | 'app-expired'
  /** Cafe24 knows no mall of this id: renamed, or closed. */
  | 'mall-not-found'
  /** Cafe24 refuses every credit of the mall, whoever its member. */
  | 'all-refused'
  /** 적립금 read or write is no longer granted. */
  | 'scope-missing'
  /** Cafe24 refuses the access token, even a fresh one. */
  | 'token-refused'
  /** Cafe24 refuses the refresh token. */
  | 'refresh-refused'
  /** A refresh was begun, its answer never arrived, and Cafe24 no longer takes the old token. */
  | 'refresh-lost'
  /** 14 days passed without a refresh. */
  | 'refresh-expired'

export type ConsentResult =
  | { kind: 'consented'; scopes: string[]; tokenGoodUntil: Date }
  | { kind: 'unknown-mall' }
  /** The consent was given for another mall than the one the link was made for. Nothing is kept. */
  | { kind: 'wrong-mall'; consentedMallId: string }
  /** Somebody consented who is not the mall's owner. Nothing is kept. */
  | { kind: 'wrong-account'; userId: string }
  | { kind: 'scope-missing'; missing: Scope[] }
  /** Cafe24 refuses the code or the client: used, expired, wrong secret. */
  | { kind: 'refused'; code: string; message: string }
  /** Cafe24 did not answer properly; the owner may try the link again. */
  | { kind: 'unavailable'; code: string; message: string }

export interface MallStatus {
  mallId: string
  clientId: string
  redirectUri: string
  consent:
    | { kind: 'never' }
    | { kind: 'consented'; scopes: string[]; accessGoodUntil: Date; refreshGoodUntil: Date }
    | { kind: 'consent-needed'; problem: ConsentProblem; message: string | null }
  lastCreditAt: Date | null
  /** Parts that are not done and need no person. */
  backlog: number
  oldestWaitingMs: number | null
  /** Parts that only a person can settle. */
  needsPerson: number
  /** Share of the call bucket in use now, 0 … 1. */
  bucketUse: number
  /** How long Cafe24 has not answered for this mall; null: it answers. */
  failingMs: number | null
  /** For how much longer Cafe24 asked not to be called; 0: it did not. */
  askedToWaitMs: number
  /** How far Cafe24's clock is ahead of the database's; null: not seen yet. */
  clockSkewMs: number | null
  /** How long ago the span ends that was compared with Cafe24's point history last. A day is compared at 2 o'clock KST. */
  unauditedMs: number
  /** Differences that the comparisons have found so far. */
  auditDifferences: number
}

export type TokenResult =
  | { kind: 'token'; accessToken: string; scopes: string[] }
  | { kind: 'consent-needed'; problem: ConsentProblem | 'never' }
  /** Cafe24 did not answer the refresh properly; try again later. */
  | { kind: 'unavailable'; code: string; message: string }
  | { kind: 'unknown-mall' }

import { randomBytes } from 'node:crypto'
import type { Database } from './database.ts'

const hourMs = 3_600_000
/** Lives as long as Cafe24's: access 2 h, refresh 14 days, a code a minute. */
const accessLifeMs = 2 * hourMs
const refreshLifeMs = 14 * 24 * hourMs
const codeLifeMs = 60_000

export interface Grant {
  mallId: string
  clientId: string
  scopes: string[]
  userId: string
}

export interface TokenPair extends Grant {
  accessToken: string
  refreshToken: string
  accessUntilMs: number
  refreshUntilMs: number
  issuedMs: number
}

interface TokenRow {
  access_token: string
  refresh_token: string
  mall_id: string
  client_id: string
  scopes: string
  user_id: string
  access_until_ms: number
  refresh_until_ms: number
  refreshed: number
}

/** Authorisation codes and tokens. */
export interface Tokens {
  issueCode(grant: Grant, redirectUri: string, nowMs: number): string
  /** Takes a code, once. */
  redeemCode(code: string, clientId: string, redirectUri: string, nowMs: number): Grant | null
  issue(grant: Grant, nowMs: number): TokenPair
  /** Hands out a new pair and lets the old one die. */
  refresh(refreshToken: string, clientId: string, nowMs: number): TokenPair | null
  findAccess(accessToken: string): { grant: Grant; untilMs: number } | null
  revoke(token: string): void
  /** Lets every access token of a mall run out now; with `refreshToo` the refresh tokens as well. */
  expire(mallId: string, nowMs: number, refreshToo: boolean): void
  /** Withdraws or grants scopes on the tokens that are out. */
  setScopes(mallId: string, clientId: string, scopes: string[]): void
  forget(mallId: string, clientId: string): void
}

export function createTokens(database: Database): Tokens {
  const issue = (grant: Grant, nowMs: number): TokenPair => {
    const pair: TokenPair = {
      ...grant,
      accessToken: randomBytes(16).toString('base64url'),
      refreshToken: randomBytes(16).toString('base64url'),
      accessUntilMs: nowMs + accessLifeMs,
      refreshUntilMs: nowMs + refreshLifeMs,
      issuedMs: nowMs,
    }
    database.run(
      `insert into tokens (access_token, refresh_token, mall_id, client_id, scopes, user_id, access_until_ms, refresh_until_ms)
       values (?, ?, ?, ?, ?, ?, ?, ?)`,
      pair.accessToken,
      pair.refreshToken,
      pair.mallId,
      pair.clientId,
      JSON.stringify(pair.scopes),
      pair.userId,
      pair.accessUntilMs,
      pair.refreshUntilMs,
    )
    return pair
  }
  return {
    issue,
    issueCode(grant, redirectUri, nowMs) {
      const code = randomBytes(16).toString('base64url')
      database.run(
        'insert into codes (code, mall_id, client_id, redirect_uri, scopes, user_id, expires_ms) values (?, ?, ?, ?, ?, ?, ?)',
        code,
        grant.mallId,
        grant.clientId,
        redirectUri,
        JSON.stringify(grant.scopes),
        grant.userId,
        nowMs + codeLifeMs,
      )
      return code
    },
    redeemCode(code, clientId, redirectUri, nowMs) {
      const row = database.get<{
        mall_id: string
        client_id: string
        redirect_uri: string
        scopes: string
        user_id: string
        expires_ms: number
      }>('delete from codes where code = ? returning *', code)
      if (!row || row.client_id !== clientId || row.redirect_uri !== redirectUri || row.expires_ms <= nowMs)
        return null
      return {
        mallId: row.mall_id,
        clientId,
        scopes: JSON.parse(row.scopes) as string[],
        userId: row.user_id,
      }
    },
    refresh(refreshToken, clientId, nowMs) {
      const row = database.get<TokenRow>(
        `update tokens set refreshed = 1, access_until_ms = min(access_until_ms, ?)
         where refresh_token = ? and client_id = ? and refreshed = 0 and refresh_until_ms > ? returning *`,
        nowMs,
        refreshToken,
        clientId,
        nowMs,
      )
      return row ? issue(grantOf(row), nowMs) : null
    },
    findAccess(accessToken) {
      const row = database.get<TokenRow>('select * from tokens where access_token = ?', accessToken)
      return row ? { grant: grantOf(row), untilMs: row.access_until_ms } : null
    },
    revoke(token) {
      database.run('delete from tokens where access_token = ? or refresh_token = ?', token, token)
    },
    expire(mallId, nowMs, refreshToo) {
      database.run(
        'update tokens set access_until_ms = min(access_until_ms, ?) where mall_id = ?',
        nowMs,
        mallId,
      )
      if (refreshToo)
        database.run(
          'update tokens set refresh_until_ms = min(refresh_until_ms, ?) where mall_id = ?',
          nowMs,
          mallId,
        )
    },
    setScopes(mallId, clientId, scopes) {
      database.run(
        'update tokens set scopes = ? where mall_id = ? and client_id = ?',
        JSON.stringify(scopes),
        mallId,
        clientId,
      )
    },
    forget(mallId, clientId) {
      database.run('delete from tokens where mall_id = ? and client_id = ?', mallId, clientId)
    },
  }
}

function grantOf(row: TokenRow): Grant {
  return {
    mallId: row.mall_id,
    clientId: row.client_id,
    scopes: JSON.parse(row.scopes) as string[],
    userId: row.user_id,
  }
}

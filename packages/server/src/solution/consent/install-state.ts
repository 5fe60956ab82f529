import { type JWTPayload, errors, jwtVerify, SignJWT } from 'jose'
import * as z from 'zod'
import { createHash } from 'node:crypto'
import { mediaCodeSchema, type MediaCode } from '@pointpay/contracts'
import type { Clock, Random } from '../../pointhub/deps.ts'
import { derivedKey, derivedKeys, type Secrets } from '../../kernel/secrets.ts'
import type { ConsentExtras } from '../addresses.ts'
import type { SolutionDb } from '../deps.ts'

/** Long enough to log in at Cafe24, with a second factor and a forgotten password. */
export const STATE_LIFE_MS = 30 * 60_000
const AUDIENCE = 'pointpay-install'

export interface InstallState {
  mediaCode: MediaCode
  extras: ConsentExtras
}

export type StateResult =
  | { kind: 'good'; state: InstallState }
  /** Not ours, or changed on the way. */
  | { kind: 'forged' }
  | { kind: 'stale'; state: InstallState }
  /** Begun in another browser: somebody was sent the end of another's consent. */
  | { kind: 'other-browser'; state: InstallState }
  | { kind: 'reused'; state: InstallState }

/**
 * Ties Cafe24's answer to the press that asked for it: signed, good once, for a time, and in one browser alone. Nothing is
 * stored until it comes back, so that opening the install address fills no table.
 */
export interface InstallStates {
  issue(state: InstallState, browser: string): Promise<string>
  /** Uses it up. */
  redeem(token: string, browser: string | undefined): Promise<StateResult>
}

const claimsSchema = z.object({
  jti: z.string().min(16),
  exp: z.number(),
  media: mediaCodeSchema,
  script: z.boolean(),
  shops: z.boolean(),
  browser: z.string(),
})

export function createInstallStates(
  db: SolutionDb,
  secrets: Secrets,
  clock: Clock,
  random: Random,
): InstallStates {
  const key = derivedKey(secrets, 'install-state')
  const keys = derivedKeys(secrets, 'install-state')

  async function read(token: string): Promise<{ payload: JWTPayload; stale: boolean } | null> {
    const options = { algorithms: ['HS256'], audience: AUDIENCE, currentDate: clock() }
    for (const each of keys) {
      try {
        return { payload: (await jwtVerify(token, each, options)).payload, stale: false }
      } catch (error) {
        // The signature is checked before the time.
        if (error instanceof errors.JWTExpired) return { payload: error.payload, stale: true }
      }
    }
    return null
  }

  /** Whether this is the first to use it, in whichever process. */
  async function useUp(stateId: string, expiresAt: Date): Promise<boolean> {
    await db.deleteFrom('solution_used_state').where('expires_at', '<', clock()).execute()
    const inserted = await db
      .insertInto('solution_used_state')
      .values({ state_id: stateId, expires_at: expiresAt })
      .onConflict((conflict) => conflict.doNothing())
      .returning('state_id')
      .executeTakeFirst()
    return inserted !== undefined
  }

  return {
    issue: (state, browser) =>
      new SignJWT({
        media: state.mediaCode,
        script: state.extras.scriptTag,
        shops: state.extras.shops,
        browser: digest(browser),
      })
        .setProtectedHeader({ alg: 'HS256' })
        .setAudience(AUDIENCE)
        .setJti(Buffer.from(random(16)).toString('base64url'))
        .setExpirationTime(new Date(clock().getTime() + STATE_LIFE_MS))
        .sign(key),

    async redeem(token, browser) {
      const found = await read(token)
      const claims = claimsSchema.safeParse(found?.payload)
      if (!found || !claims.success) return { kind: 'forged' }
      const { media, script, shops } = claims.data
      const state = { mediaCode: media, extras: { scriptTag: script, shops } }
      if (found.stale) return { kind: 'stale', state }
      if (browser === undefined || digest(browser) !== claims.data.browser)
        return { kind: 'other-browser', state }
      const isFirst = await useUp(claims.data.jti, new Date(claims.data.exp * 1_000))
      return isFirst ? { kind: 'good', state } : { kind: 'reused', state }
    },
  }
}

function digest(browser: string): string {
  return createHash('sha256').update(browser).digest('base64url')
}

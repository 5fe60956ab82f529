import type { IdentityView, StartIdentity } from '@pointpay/contracts'
import type { Counts } from '../counts.ts'
import type { Clock, Log, PointhubDb } from '../deps.ts'
import { Refusal } from '../errors.ts'
import type { Limits } from '../limits.ts'
import { codeUsedUp } from '../messages.ts'
import type { PartnersOf } from '../provider/partners.ts'
import type { Person } from '../provider/point-provider.ts'
import { within } from '../provider/within.ts'
import type { Sealer } from '../sealed.ts'
import { maskPhone } from '../session/mask.ts'
import type { IdentityRow, SessionRow } from '../tables.ts'
import { createCodeLimits } from './code-limits.ts'

const CODE_LIFE_MS = 3 * 60_000
const RESEND_AFTER_MS = 30_000
const SEND_TIMEOUT_MS = 5_000

export interface IdentitySteps {
  /**
   * Sends a code.
   * @throws {Refusal} `identity_locked`, `identity_too_soon`, `identity_too_often`, `too_many_requests`, `provider_unavailable`
   */
  start(session: SessionRow, given: StartIdentity, network: string): Promise<void>
  /** @throws {Refusal} `identity_needed`, `identity_locked`, `identity_code_wrong`, `identity_code_expired` */
  confirm(session: SessionRow, code: string, network: string): Promise<Person>
  view(session: SessionRow): Promise<IdentityView>
}

interface IdentityDeps {
  db: PointhubDb
  counts: Counts
  limits: Limits
  partnersOf: PartnersOf
  sealer: Sealer
  clock: Clock
  log: Log
}

export function createIdentitySteps(deps: IdentityDeps): IdentitySteps {
  const { db, partnersOf, sealer, clock } = deps
  const codeLimits = createCodeLimits(deps)
  const maxTries = deps.limits.wrongCodes.code

  const underWay = (session: SessionRow) =>
    db.selectFrom('pointhub_identity').selectAll().where('session_id', '=', session.id).executeTakeFirst()

  /** Counts a try of this code before it is compared. null: the code is used up, or another was sent meanwhile. */
  async function countTry({ session_id, reference }: IdentityRow): Promise<number | null> {
    const counted = await db
      .updateTable('pointhub_identity')
      .set((eb) => ({ tries: eb('tries', '+', 1) }))
      .where('session_id', '=', session_id)
      .where('reference', '=', reference)
      .where('tries', '<', maxTries)
      .returning('tries')
      .executeTakeFirst()
    return counted?.tries ?? null
  }

  return {
    async start(session, given, network) {
      const { identityCheck, sandbox } = partnersOf.require(session)
      const now = clock()
      const person: Person = { name: given.name, phone: given.phone.replaceAll('-', ''), ci: null }
      const phoneHash = sealer.hash(`phone/${person.phone}`)
      const { browser, test, media_code: mediaCode } = session
      await codeLimits.refuseWhileLocked(session)
      const before = await underWay(session)
      if (before && before.resend_at > now)
        throw new Refusal('identity_too_soon', { details: { resendAt: before.resend_at.toISOString() } })
      await codeLimits.countSend({ phoneHash, browser, network, mediaCode, test, played: sandbox })
      const { reference } = await within(SEND_TIMEOUT_MS, () => identityCheck.send(person)).catch((cause) => {
        throw new Refusal('provider_unavailable', { cause })
      })
      const sent = {
        reference,
        phone_hash: phoneHash,
        person: sealer.seal(person),
        masked_phone: maskPhone(person.phone),
        code_expires_at: new Date(now.getTime() + CODE_LIFE_MS),
        resend_at: new Date(now.getTime() + RESEND_AFTER_MS),
        tries: 0,
      }
      await db
        .insertInto('pointhub_identity')
        .values({ session_id: session.id, ...sent })
        .onConflict((conflict) => conflict.column('session_id').doUpdateSet(sent))
        .execute()
    },

    async confirm(session, code, network) {
      const { identityCheck } = partnersOf.require(session)
      const { browser, test } = session
      const row = await underWay(session)
      if (!row) throw new Refusal('identity_needed')
      await codeLimits.refuseWhileLocked(session)
      if (row.code_expires_at <= clock()) throw new Refusal('identity_code_expired', { field: 'code' })
      const tries = await countTry(row)
      if (tries === null) throw usedUp()
      const browserTriesLeft = await codeLimits.countTry(session)
      if (await identityCheck.matches(row.reference, code)) {
        await db.deleteFrom('pointhub_identity').where('session_id', '=', row.session_id).execute()
        await codeLimits.confirmed({ phoneHash: row.phone_hash, browser, network, test })
        return sealer.open(row.person) as Person
      }
      if (browserTriesLeft === 0) await codeLimits.refuseWhileLocked(session)
      if (tries >= maxTries) throw usedUp()
      throw new Refusal('identity_code_wrong', { field: 'code', details: { triesLeft: maxTries - tries } })
    },

    async view(session) {
      if (session.identified_at) return { status: 'verified', maskedName: session.masked_name ?? '' }
      const lockedUntil = await codeLimits.lockedUntil(session)
      if (lockedUntil) return { status: 'locked', until: lockedUntil.toISOString() }
      const row = await underWay(session)
      if (!row) return { status: 'needed' }
      return {
        status: 'sent',
        maskedPhone: row.masked_phone,
        codeExpiresAt: row.code_expires_at.toISOString(),
        resendAt: row.resend_at.toISOString(),
        triesLeft: maxTries - row.tries,
        sandboxCode: partnersOf.find(session)?.identityCheck.shownCode(row.reference) ?? null,
      }
    },
  }
}

/** A code that is dead, though its time is not over. */
function usedUp(): Refusal {
  return new Refusal('identity_code_expired', { field: 'code', details: { triesLeft: 0 }, words: codeUsedUp })
}

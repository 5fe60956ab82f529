import type { IdentityView, StartIdentity } from '@pointpay/contracts'
import type { Clock, PointhubDb } from '../deps.ts'
import { Refusal } from '../errors.ts'
import type { PartnersOf } from '../provider/partners.ts'
import type { Person } from '../provider/point-provider.ts'
import { within } from '../provider/within.ts'
import type { Sealer } from '../sealed.ts'
import { maskPhone } from '../session/mask.ts'
import type { SessionRow } from '../tables.ts'
import { createPhoneLimits, MAX_TRIES } from './phone-limits.ts'

const CODE_LIFE_MS = 3 * 60_000
const RESEND_AFTER_MS = 30_000
const SEND_TIMEOUT_MS = 5_000

export interface IdentitySteps {
  /** Sends a code. @throws {Refusal} `identity_locked`, `identity_too_soon`, `identity_too_often`, `provider_unavailable` */
  start(session: SessionRow, given: StartIdentity): Promise<void>
  /** @throws {Refusal} `identity_needed`, `identity_locked`, `identity_code_wrong`, `identity_code_expired` */
  confirm(session: SessionRow, code: string): Promise<Person>
  view(session: SessionRow): Promise<IdentityView>
}

export function createIdentitySteps(
  db: PointhubDb,
  partnersOf: PartnersOf,
  sealer: Sealer,
  clock: Clock,
): IdentitySteps {
  const limits = createPhoneLimits(db, clock)

  const underWay = (session: SessionRow) =>
    db.selectFrom('pointhub_identity').selectAll().where('session_id', '=', session.id).executeTakeFirst()

  /** A test shows its code to anybody: what it counts, or forgets, must not touch the limits of the real check. */
  const hashOf = ({ test }: SessionRow, phone: string) =>
    sealer.hash(`${test ? 'test phone' : 'phone'}/${phone}`)

  return {
    async start(session, given) {
      const { identityCheck } = partnersOf.require(session)
      const now = clock()
      const person: Person = { name: given.name, phone: given.phone.replaceAll('-', ''), ci: null }
      const phoneHash = hashOf(session, person.phone)
      await limits.refuseWhileLocked(phoneHash)
      const before = await underWay(session)
      if (before && before.resend_at > now)
        throw new Refusal('identity_too_soon', { details: { resendAt: before.resend_at.toISOString() } })
      await limits.countSend(phoneHash)
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
      }
      await db
        .insertInto('pointhub_identity')
        .values({ session_id: session.id, ...sent })
        .onConflict((conflict) => conflict.column('session_id').doUpdateSet(sent))
        .execute()
    },

    async confirm(session, code) {
      const { identityCheck } = partnersOf.require(session)
      const row = await underWay(session)
      if (!row) throw new Refusal('identity_needed')
      await limits.refuseWhileLocked(row.phone_hash)
      if (row.code_expires_at <= clock()) throw new Refusal('identity_code_expired', { field: 'code' })
      const tries = await limits.countTry(row.phone_hash)
      if (await identityCheck.matches(row.reference, code)) {
        await db.deleteFrom('pointhub_identity').where('session_id', '=', row.session_id).execute()
        await limits.forget(row.phone_hash)
        return sealer.open(row.person) as Person
      }
      if (tries >= MAX_TRIES) throw await limits.lock(row.phone_hash)
      throw new Refusal('identity_code_wrong', { field: 'code', details: { triesLeft: MAX_TRIES - tries } })
    },

    async view(session) {
      if (session.identified_at) return { status: 'verified', maskedName: session.masked_name ?? '' }
      const row = await underWay(session)
      if (!row) return { status: 'needed' }
      const tries = await limits.triesOf(row.phone_hash)
      if (tries?.locked_until) return { status: 'locked', until: tries.locked_until.toISOString() }
      return {
        status: 'sent',
        maskedPhone: row.masked_phone,
        codeExpiresAt: row.code_expires_at.toISOString(),
        resendAt: row.resend_at.toISOString(),
        triesLeft: MAX_TRIES - (tries?.tries ?? 0),
        sandboxCode: partnersOf.find(session)?.identityCheck.shownCode(row.reference) ?? null,
      }
    },
  }
}

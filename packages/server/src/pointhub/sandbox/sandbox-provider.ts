import { setTimeout as delay } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import type { Clock } from '../deps.ts'
import {
  type KindBalance,
  type Person,
  type PointProvider,
  ProviderUnavailable,
} from '../provider/point-provider.ts'
import { within } from '../provider/within.ts'
import type { Sealer } from '../sealed.ts'
import * as books from './sandbox-books.ts'
import { sandboxKinds } from './sandbox-kinds.ts'
import type { SandboxStep, SandboxTables } from './sandbox-tables.ts'

/** A partner that takes longer is shown as unavailable rather than keeping the shopper from the others. */
const BALANCE_TIMEOUT_MS = 1_500

/**
 * Partners that are played by this service, with real books in its database. The same name and phone are the same person
 * for ever; a new one is granted demo points. `sandbox_control` makes a kind slow or failing, for tests.
 */
export function createSandboxProvider(
  db: Kysely<SandboxTables>,
  sealer: Sealer,
  clock: Clock,
): PointProvider {
  const personId = (person: Person) => sealer.hash(`${person.name.replaceAll(/\s/g, '')}|${person.phone}`)

  async function balanceOf(person: string, kind: string, dayMaximum: number): Promise<KindBalance> {
    await play(db, kind, 'balances', async () => undefined)
    const { balance } = await db
      .selectFrom('sandbox_account')
      .select('balance')
      .where('person', '=', person)
      .where('kind', '=', kind)
      .executeTakeFirstOrThrow()
    const used = await books.heldToday(db, person, kind, clock())
    return { code: kind, balance, dayRest: Math.max(0, dayMaximum - used), available: true }
  }

  /** The kind that a key holds points of, to know whose faults apply. */
  async function kindOf(key: string): Promise<string> {
    const found = await db.selectFrom('sandbox_hold').select('kind').where('key', '=', key).executeTakeFirst()
    return found?.kind ?? ''
  }

  return {
    kinds: () => sandboxKinds,
    async balances(person) {
      const id = personId(person)
      await books.openAccounts(db, id, clock())
      return Promise.all(
        sandboxKinds.map(({ code, dayMaximum }) =>
          within(BALANCE_TIMEOUT_MS, () => balanceOf(id, code, dayMaximum)).catch((): KindBalance => ({
            code,
            balance: 0,
            dayRest: 0,
            available: false,
          })),
        ),
      )
    },
    async reserve(key, { person, kind, points }) {
      const { dayMaximum } = sandboxKinds.find(({ code }) => code === kind) ?? { dayMaximum: 0 }
      const id = personId(person)
      const outcome = await play(db, kind, 'reserve', async () => {
        await books.openAccounts(db, id, clock())
        return books.hold(db, { key, person: id, kind, points }, dayMaximum, clock())
      })
      if (outcome === 'refuse') return { kind: 'refused', code: 'provider_refused' }
      return outcome === 'held' ? { kind: 'reserved' } : { kind: 'refused', code: outcome }
    },
    async capture(key) {
      const outcome = await play(db, await kindOf(key), 'capture', () => books.capture(db, key, clock()))
      if (outcome !== 'refuse') return outcome
      await books.release(db, key, clock())
      return 'gone'
    },
    async release(key) {
      await play(db, await kindOf(key), 'release', () => books.release(db, key, clock()))
    },
    async refund(key) {
      await play(db, await kindOf(key), 'refund', () => books.refund(db, key, clock()))
    },
  }
}

/** Carries a step out as the control row says: late, not at all, or with its answer lost. */
async function play<T>(
  db: Kysely<SandboxTables>,
  kind: string,
  step: SandboxStep,
  act: () => Promise<T>,
): Promise<T | 'refuse'> {
  const control = await db
    .selectFrom('sandbox_control')
    .select(['delay_ms', 'fault'])
    .where('kind', '=', kind)
    .where('step', '=', step)
    .executeTakeFirst()
  if (!control) return act()
  if (control.fault === 'after') await act()
  await delay(control.delay_ms)
  // What can only be done or fail to be done: nobody may take such a no for done.
  if (control.fault === 'refuse' && (step === 'reserve' || step === 'capture')) return 'refuse'
  if (control.fault) throw new ProviderUnavailable(`The sandbox fails ${step} of ${kind} as it was told to.`)
  return act()
}

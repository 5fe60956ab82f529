import { sql, type Kysely, type Transaction } from 'kysely'
import { startOfKstDay } from '../kst.ts'
import { sandboxKinds } from './sandbox-kinds.ts'
import type { SandboxBook, SandboxTables } from './sandbox-tables.ts'

type Trx = Transaction<SandboxTables>
interface Hold {
  key: string
  person: string
  kind: string
  points: number
}

/** The accounts of a person; one that was never seen before is granted its demo points now. */
export async function openAccounts(db: Kysely<SandboxTables>, person: string, now: Date): Promise<void> {
  for (const { code: kind, initialBalance: points } of sandboxKinds)
    await db.transaction().execute(async (trx) => {
      const opened = await trx
        .insertInto('sandbox_account')
        .values({ person, kind, balance: points })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      if (opened.numInsertedOrUpdatedRows !== 1n) return
      const grant = { key: `grant/${person}/${kind}`, person, kind, points }
      await enter(trx, grant, 'grant', 'issued', 'account', now)
    })
}

/** The account's row is locked first, so that holds of one account follow each other. */
export async function hold(
  db: Kysely<SandboxTables>,
  wanted: Hold,
  dayMaximum: number,
  now: Date,
): Promise<'held' | 'balance_insufficient' | 'amount_above_maximum' | 'provider_refused'> {
  return db.transaction().execute(async (trx) => {
    const { person, kind, key, points } = wanted
    const account = await trx
      .selectFrom('sandbox_account')
      .select('balance')
      .where('person', '=', person)
      .where('kind', '=', kind)
      .forUpdate()
      .executeTakeFirstOrThrow()
    const known = await trx
      .selectFrom('sandbox_hold')
      .select('state')
      .where('key', '=', key)
      .executeTakeFirst()
    if (known) return known.state === 'held' || known.state === 'captured' ? 'held' : 'provider_refused'
    if (account.balance < points) return 'balance_insufficient'
    if ((await heldToday(trx, person, kind, now)) + points > dayMaximum) return 'amount_above_maximum'
    // A release of this key may be committing at this moment; then its tombstone wins and nothing is set aside.
    const inserted = await trx
      .insertInto('sandbox_hold')
      .values({ ...wanted, state: 'held', created_at: now })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    if (inserted.numInsertedOrUpdatedRows !== 1n) return 'provider_refused'
    await changeBalance(trx, wanted, -points)
    await enter(trx, wanted, 'reserve', 'account', 'reserved', now)
    return 'held'
  })
}

export async function capture(
  db: Kysely<SandboxTables>,
  key: string,
  now: Date,
): Promise<'captured' | 'gone'> {
  return db.transaction().execute(async (trx) => {
    const found = await lockHold(trx, key)
    if (found?.state === 'captured') return 'captured'
    if (found?.state !== 'held') return 'gone'
    await setState(trx, key, 'captured')
    await enter(trx, found, 'capture', 'reserved', 'captured', now)
    return 'captured'
  })
}

/** Leaves a tombstone where nothing was held, which refuses a reservation that comes late. */
export async function release(db: Kysely<SandboxTables>, key: string, now: Date): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const tombstone = await trx
      .insertInto('sandbox_hold')
      .values({ key, person: '', kind: '', points: 0, state: 'released', created_at: now })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    if (tombstone.numInsertedOrUpdatedRows === 1n) return
    const found = await lockHold(trx, key)
    if (found?.state === 'captured' || found?.state === 'refunded')
      throw new Error(`Hold ${key} is ${found.state}; only what is set aside can be released.`)
    if (found?.state !== 'held') return
    await setState(trx, key, 'released')
    await changeBalance(trx, found, found.points)
    await enter(trx, found, 'release', 'reserved', 'account', now)
  })
}

export async function refund(db: Kysely<SandboxTables>, key: string, now: Date): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const found = await lockHold(trx, key)
    if (found?.state === 'refunded') return
    if (found?.state !== 'captured') throw new Error(`Hold ${key} was never captured.`)
    await setState(trx, key, 'refunded')
    await changeBalance(trx, found, found.points)
    await enter(trx, found, 'refund', 'captured', 'account', now)
  })
}

/** What a person set aside or converted of a kind since midnight KST. */
export async function heldToday(
  db: Kysely<SandboxTables>,
  person: string,
  kind: string,
  now: Date,
): Promise<number> {
  const { points } = await db
    .selectFrom('sandbox_hold')
    .select(sql<string>`coalesce(sum(points), 0)`.as('points'))
    .where('person', '=', person)
    .where('kind', '=', kind)
    .where('created_at', '>=', startOfKstDay(now))
    .where('state', 'in', ['held', 'captured'])
    .executeTakeFirstOrThrow()
  return Number(points)
}

function lockHold(trx: Trx, key: string) {
  return trx.selectFrom('sandbox_hold').selectAll().where('key', '=', key).forUpdate().executeTakeFirst()
}

async function setState(trx: Trx, key: string, state: 'captured' | 'released' | 'refunded'): Promise<void> {
  await trx.updateTable('sandbox_hold').set({ state }).where('key', '=', key).execute()
}

async function changeBalance(trx: Trx, { person, kind }: Hold, by: number): Promise<void> {
  await trx
    .updateTable('sandbox_account')
    .set((eb) => ({ balance: eb('balance', '+', by) }))
    .where('person', '=', person)
    .where('kind', '=', kind)
    .execute()
}

async function enter(
  trx: Trx,
  { key, person, kind, points }: Hold,
  step: SandboxTables['sandbox_entry']['step'],
  fromBook: SandboxBook,
  toBook: SandboxBook,
  at: Date,
): Promise<void> {
  await trx
    .insertInto('sandbox_entry')
    .values({ hold_key: key, step, person, kind, from_book: fromBook, to_book: toBook, points, at })
    .execute()
}

import { sql, type Kysely } from 'kysely'
import { expect } from 'vitest'
import type { SandboxBook, SandboxTables } from '../../../src/pointhub/sandbox/sandbox-tables.ts'
import type { AllTables } from './store.ts'

/** Where the points of a kind lie, over all persons, by the entries alone. */
export async function pointsOf(db: Kysely<AllTables>, kind: string) {
  const inBook = async (book: SandboxBook) => {
    const { rows } = await sql<{ points: string | number }>`
      select coalesce(sum(case when to_book = ${book} then points else -points end), 0) as points
        from sandbox_entry where kind = ${kind} and ${book} in (from_book, to_book)`.execute(db)
    return Number(rows[0]?.points)
  }
  return {
    account: await inBook('account'),
    reserved: await inBook('reserved'),
    captured: await inBook('captured'),
  }
}

/** Balances equal their entries, nothing is below 0, and each hold's state equals its last entry. */
export async function expectBooksInOrder(db: Kysely<AllTables>): Promise<void> {
  const wrongBalances = await sql`
    select account.person, account.kind from sandbox_account account
      left join sandbox_entry entry on entry.person = account.person and entry.kind = account.kind
     group by account.person, account.kind, account.balance
    having account.balance < 0 or account.balance <> coalesce(sum(
      case when entry.to_book = 'account' then entry.points when entry.from_book = 'account' then -entry.points else 0 end), 0)`.execute(
    db,
  )
  expect(wrongBalances.rows).toEqual([])
  const last = await sql<{ state: string; step: string }>`
    select hold.state, entry.step from sandbox_hold hold
      join lateral (select step from sandbox_entry where hold_key = hold.key order by id desc limit 1) entry on true`.execute(
    db,
  )
  const stepOf: Record<string, SandboxTables['sandbox_entry']['step']> = {
    held: 'reserve',
    captured: 'capture',
    released: 'release',
    refunded: 'refund',
  }
  expect(last.rows.filter(({ state, step }) => stepOf[state] !== step)).toEqual([])
}

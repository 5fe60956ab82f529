import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { noHeaders } from '../src/cafe24/outcome.ts'
import type { Cafe24Client, PointPage, PointRow } from '../src/cafe24/types.ts'
import type { Context } from '../src/context.ts'
import { readPointHistory } from '../src/history/read-point-history.ts'
import {
  createCafe24Client,
  createCredit,
  migrateCredit,
  openStore,
  type Credits,
  type Store,
} from '../src/index.ts'
import { applyEvents } from '../src/ledger/apply-events.ts'
import { reasonOf } from '../src/ledger/reason.ts'
import { MAX_SKEW_MS } from '../src/reconcile/judge-history.ts'
import { reconcilePart, type UnclearPart } from '../src/reconcile/reconcile-part.ts'
import type { ReadHistoryOf } from '../src/reconcile/read-history-of.ts'
import { defaultTiming } from '../src/timing.ts'
import { registrationOf } from './support/simulated-malls.ts'
import { aCredit, tokenKeys } from './support/world.ts'

const MINUTE_MS = 60_000

/** How this Cafe24 shows its point history, to every reading. */
interface Habits {
  pageSize: number
  order: 'newest-first' | 'oldest-first'
  reasons: 'whole' | 'null' | 'cut-30' | 'cut-8' | 'prefixed'
  /** The row of the lost credit cannot be parsed. */
  malformed: boolean
  /** Where its clock is far off, the window that we ask for misses the row. */
  skewMs: number
}

interface Reading {
  /** How long after the attempt it is made. */
  afterMs: number
  listsNothing: boolean
  /** Every page but the first is answered 500. */
  breaksOff: boolean
}

const honest: Habits = { pageSize: 2, order: 'newest-first', reasons: 'whole', malformed: false, skewMs: 0 }

const habits = fc.record<Habits>({
  pageSize: fc.integer({ min: 1, max: 5 }),
  order: fc.constantFrom('newest-first', 'oldest-first'),
  reasons: fc.constantFrom('whole', 'null', 'cut-30', 'cut-8', 'prefixed'),
  malformed: fc.boolean(),
  skewMs: fc.constantFrom(0, 0, 0, 90_000, -6 * 3_600_000, MAX_SKEW_MS + 1_000),
})

const readingsWithin = (minutes: number) =>
  fc.array(
    fc.record<Reading>({
      afterMs: fc.integer({ min: 0, max: minutes * MINUTE_MS - 1 }),
      listsNothing: fc.constantFrom(true, false, false, false, false),
      breaksOff: fc.constantFrom(true, false, false, false, false),
    }),
    { minLength: 2, maxLength: 12 },
  )

let store: Store
let credits: Credits
beforeAll(async () => {
  store = await openStore({ memory: true })
  await migrateCredit(store)
  credits = await createCredit({ store, cafe24: createCafe24Client(), tokenKeys })
  await credits.malls.register(registrationOf('mall'))
})
afterAll(async () => {
  await credits.close()
  await store.close()
})

/** A credit that went out unclear, and one of another member that went out after it and was applied. */
async function unclearPart(): Promise<{ part: UnclearPart; row: PointRow; witness: PointRow }> {
  const [lost, shown] = await Promise.all([accept('pointpay'), accept('witness')])
  await store.db.transaction().execute(async (trx) => {
    await applyEvents(trx, [
      { ...lost, event: 'send', dueInMs: 1 },
      { ...shown, event: 'send', dueInMs: 1 },
    ])
    await applyEvents(trx, [
      { ...lost, event: 'unclear', code: 'connection-lost', dueInMs: 1 },
      { ...shown, event: 'applied' },
    ])
  })
  const rowOf = async ({ partId }: { partId: number }) => {
    const row = await store.db
      .selectFrom('credit_parts')
      .selectAll()
      .where('id', '=', partId)
      .executeTakeFirstOrThrow()
    const given: PointRow = {
      memberId: row.member_id,
      increase: row.amount,
      decrease: 0,
      totalAfter: row.amount,
      issuedAt: row.created_at,
      reason: reasonOf(row),
      orderId: null,
      case: 'AM',
    }
    return { row, given }
  }
  const [{ row, given }, witness] = await Promise.all([rowOf(lost), rowOf(shown)])
  const part = { ...row, unknown_ms: 0, visible_after_ms: null, now: row.created_at }
  return { part, row: given, witness: witness.given }
}

async function accept(memberId: string): Promise<{ creditId: number; partId: number }> {
  const result = await credits.ledger.accept(aCredit('mall', { memberId: memberId as never }))
  if (result.kind !== 'accepted') throw new Error(result.kind)
  const [part] = await credits.ledger.parts(result.creditId)
  return { creditId: Number(result.creditId), partId: Number(part!.id) }
}

/** Reads a history that holds these rows as this Cafe24 shows it. */
function readerOf(
  rows: PointRow[],
  lost: PointRow | null,
  shown: Habits,
  reading: Reading,
  now: Date,
): ReadHistoryOf {
  return async ({ memberId, since, marginMs = 24 * 3_600_000 }) => {
    const isMissed = (row: PointRow) => row === lost && Math.abs(shown.skewMs) > MAX_SKEW_MS
    const listed = rows.filter(
      (row) => !isMissed(row) && (memberId === undefined || row.memberId === memberId),
    )
    const all = reading.listsNothing ? [] : shown.order === 'newest-first' ? listed.toReversed() : listed
    const cafe24 = {
      async pointsPage(_access, _query, offset) {
        if (reading.breaksOff && offset > 0)
          return {
            ok: false,
            effect: 'unknown',
            code: 'server-error',
            status: 500,
            message: '',
            inOwnWords: true,
            headers: noHeaders,
          }
        const page = all.slice(offset, offset + shown.pageSize)
        const read = page.filter((row) => !(shown.malformed && row === lost))
        const value: PointPage = {
          listed: page.length,
          rows: read.map((row) => ({ ...row, reason: altered(row.reason, shown.reasons) })),
          malformed: page.length - read.length,
        }
        return { ok: true, value, headers: { ...noHeaders, at: new Date(now.getTime() + shown.skewMs) } }
      },
    } satisfies Pick<Cafe24Client, 'pointsPage'>
    const range = { from: new Date(since.getTime() - marginMs), to: new Date(now.getTime() + marginMs) }
    const access = { mallId: 'mall', accessToken: 'a' }
    return { ...(await readPointHistory(cafe24 as unknown as Cafe24Client, access, range)), now }
  }
}

function altered(reason: string, how: Habits['reasons']): string {
  if (how === 'null') return ''
  if (how === 'cut-30') return reason.slice(0, 30)
  if (how === 'cut-8') return reason.slice(0, 8)
  return how === 'prefixed' ? `[적립금] ${reason}` : reason
}

const context = () => ({ db: store.db, timing: defaultTiming, random: () => 0.5 }) as Context

/** What the machine makes of readings one after the other: where it ends, or null while it is still looking. */
async function endOf(
  part: UnclearPart,
  rows: PointRow[],
  lost: PointRow | null,
  shown: Habits,
  all: Reading[],
): Promise<string | null> {
  let absences = 0
  for (const reading of all.toSorted((a, b) => a.afterMs - b.afterMs)) {
    const now = new Date(part.created_at.getTime() + reading.afterMs)
    const seen = { ...part, absences, unknown_ms: reading.afterMs, now }
    const { event } = await reconcilePart(context(), seen, readerOf(rows, lost, shown, reading, now))
    if (event.event === 'absent') absences += 1
    else if (event.event !== 'check-again') return event.event
  }
  return null
}

/** What else the member got lately, so that their history is not empty. */
const otherRow = (row: PointRow): PointRow => ({
  ...row,
  increase: 300,
  totalAfter: 300,
  reason: '출석',
  case: 'AM',
})

test('whatever Cafe24 hides, cuts, breaks off or misdates, a credit that was applied is never sent again', async () => {
  await fc.assert(
    fc.asyncProperty(
      habits,
      readingsWithin(26 * 60),
      fc.boolean(),
      fc.boolean(),
      async (shown, readings, hasWitness, hasOther) => {
        const { part, row, witness } = await unclearPart()
        const rows = [...(hasOther ? [otherRow(row)] : []), row, ...(hasWitness ? [witness] : [])]
        expect(await endOf(part, rows, row, shown, readings)).not.toBe('absent-twice')
      },
    ),
    { numRuns: 300 },
  )
}, 60_000)

test('however early it is looked for, nothing is absent before the quiet period has passed', async () => {
  await fc.assert(
    fc.asyncProperty(readingsWithin(defaultTiming.quietPeriodMs / MINUTE_MS), async (readings) => {
      const { part, witness } = await unclearPart()
      expect(await endOf(part, [witness], null, honest, readings)).not.toBe('absent-twice')
    }),
    { numRuns: 50 },
  )
}, 60_000)

test('a credit that was not applied goes out again, where whole readings show a later row of the mall', async () => {
  const { part, witness } = await unclearPart()
  const at = (minutes: number): Reading => ({
    afterMs: minutes * MINUTE_MS,
    listsNothing: false,
    breaksOff: false,
  })
  expect(await endOf(part, [witness], null, honest, [at(1), at(4), at(6)])).toBeNull()
  expect(await endOf(part, [witness], null, honest, [at(1), at(6), at(7)])).toBe('absent-twice')
})

test('in a quiet mall it goes out again after half an hour, and not before', async () => {
  const { part, row } = await unclearPart()
  const at = (minutes: number): Reading => ({
    afterMs: minutes * MINUTE_MS,
    listsNothing: false,
    breaksOff: false,
  })
  expect(await endOf(part, [otherRow(row)], null, honest, [at(6), at(29), at(30)])).toBeNull()
  expect(await endOf(part, [otherRow(row)], null, honest, [at(6), at(30), at(31)])).toBe('absent-twice')
})

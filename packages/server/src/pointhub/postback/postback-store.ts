import type { Transaction, Updateable } from 'kysely'
import type { PointhubDb } from '../deps.ts'
import type { ConversionRow, PointhubTables, PostbackRow, PostbackTable } from '../tables.ts'
import { POST_TIMEOUT_MS } from './post-form.ts'
import { postbackMoves, type PostbackState } from './postback-states.ts'

type Trx = Transaction<PointhubTables>

/** An attempt ends by its time-out; a process that is silent for longer is dead. */
const LEASE_MS = POST_TIMEOUT_MS + 20_000

export interface PostbackMove {
  at: Date
  reason?: string | null
  by?: string | null
  set?: Updateable<PostbackTable>
}

/** Moves a postback on and writes its history. @returns false where another process moved it first */
export async function movePostback(
  trx: Trx,
  row: Pick<PostbackRow, 'transaction_number' | 'state'>,
  to: PostbackState,
  { at, reason = null, by = null, set = {} }: PostbackMove,
): Promise<boolean> {
  if (!(postbackMoves[row.state] as readonly string[]).includes(to))
    throw new Error(`A postback cannot go from ${row.state} to ${to}.`)
  const moved = await trx
    .updateTable('pointhub_postback')
    .set({ ...set, state: to })
    .where('transaction_number', '=', row.transaction_number)
    .where('state', '=', row.state)
    .executeTakeFirst()
  if (moved.numUpdatedRows !== 1n) return false
  await trx
    .insertInto('pointhub_history')
    .values({
      transaction_number: row.transaction_number,
      subject: 'postback',
      from_state: row.state,
      to_state: to,
      reason,
      by_whom: by,
      at,
    })
    .execute()
  return true
}

/** Written in the transaction that records the conversion: no points are ever taken without a postback to follow. */
export async function recordPostback(trx: Trx, conversion: ConversionRow, at: Date): Promise<void> {
  await trx
    .insertInto('pointhub_postback')
    .values({
      transaction_number: conversion.transaction_number,
      media_code: conversion.media_code,
      state: 'held',
      next_attempt_at: at,
      lease_until: null,
      last_answer: null,
      given_up_at: null,
    })
    .execute()
}

/** The points are taken: post now. */
export async function releasePostback(trx: Trx, transactionNumber: string, at: Date): Promise<void> {
  const held = { transaction_number: transactionNumber, state: 'held' as const }
  await movePostback(trx, held, 'due', { at, set: { next_attempt_at: at } })
}

/** Nothing is to be posted any more, whatever stage it is at; settled ones stay as they are. */
export async function dropPostback(trx: Trx, transactionNumber: string, at: Date): Promise<void> {
  const row = await lockPostback(trx, transactionNumber)
  if (row && (postbackMoves[row.state] as readonly string[]).includes('dropped'))
    await movePostback(trx, row, 'dropped', { at })
}

export async function lockPostback(trx: Trx, transactionNumber: string): Promise<PostbackRow | undefined> {
  return trx
    .selectFrom('pointhub_postback')
    .selectAll()
    .where('transaction_number', '=', transactionNumber)
    .forUpdate()
    .executeTakeFirst()
}

/**
 * Takes due postbacks and commits that they are being sent, before anything goes out. Index: pointhub_postback_due.
 * @param busyMedia merchants that have their share of calls under way already
 */
export async function claimDue(
  db: PointhubDb,
  now: Date,
  limit: number,
  busyMedia: readonly string[],
): Promise<PostbackRow[]> {
  return db.transaction().execute(async (trx) => {
    const due = await trx
      .selectFrom('pointhub_postback')
      .selectAll()
      .where('state', '=', 'due')
      .where('next_attempt_at', '<=', now)
      .where('media_code', 'not in', ['', ...busyMedia])
      .orderBy('next_attempt_at')
      .limit(limit)
      .forUpdate()
      .skipLocked()
      .execute()
    for (const row of due) {
      const set = { attempts: row.attempts + 1, lease_until: new Date(now.getTime() + LEASE_MS) }
      await movePostback(trx, row, 'sending', { at: now, reason: `${row.attempts + 1}번째 전송`, set })
    }
    return due.map((row) => ({ ...row, state: 'sending' as const, attempts: row.attempts + 1 }))
  })
}

/** Attempts whose process died. Index: pointhub_postback_sending. */
export async function claimAbandoned(db: PointhubDb, now: Date, limit: number): Promise<PostbackRow[]> {
  return db
    .updateTable('pointhub_postback')
    .set({ lease_until: new Date(now.getTime() + LEASE_MS) })
    .where('transaction_number', 'in', (eb) =>
      eb
        .selectFrom('pointhub_postback')
        .select('transaction_number')
        .where('state', '=', 'sending')
        // Without a lease it would be nobody's.
        .where((of) => of.or([of('lease_until', '<=', now), of('lease_until', 'is', null)]))
        .limit(limit)
        .forUpdate()
        .skipLocked(),
    )
    .returningAll()
    .execute()
}

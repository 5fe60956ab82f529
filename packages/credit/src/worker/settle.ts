import { setTimeout as sleep } from 'node:timers/promises'
import type { Context } from '../context.ts'
import { gather } from '../gather.ts'
import { applyEvents, type Move } from '../ledger/apply-events.ts'
import { closeMall } from '../malls/close-mall.ts'
import type { CallResult } from './call-result.ts'
import { noteCalls, type MallNote } from './note-calls.ts'
import type { TokenRefused } from './token-refused.ts'

/** Pauses before the store is tried again. What it still does not take then, the lease's end makes `unknown`: nothing is lost. */
const STORE_PAUSES_MS = [50, 200, 500, 1_000, 2_000, 4_000, 8_000]

/** Puts the ends of calls down; those that come at the same time share one commit. */
export function createSettle(context: Context, onTokenRefused: TokenRefused) {
  const settleTogether = gather(async (results: CallResult[]) => {
    const moves = await persistently(context, () =>
      context.db.transaction().execute((trx) =>
        applyEvents(
          trx,
          results.map(({ event }) => event),
        ),
      ),
    )
    await context.crashpoint('settle.committed')
    tell(context, moves)
    await persistently(context, () => noteCalls(context, summarise(results, moves)))
    return moves
  })

  return async (result: CallResult): Promise<void> => {
    await settleTogether(result)
    const { mallId, tokenVersion, tokenRefused, consentProblem } = result.mall
    if (consentProblem)
      await closeMall(context, mallId, consentProblem.problem, consentProblem.message, tokenVersion)
    if (tokenRefused) await onTokenRefused(mallId, tokenVersion)
  }
}

function tell({ log }: Context, moves: readonly (Move | null)[]): void {
  for (const move of moves) {
    if (!move) continue
    const { creditId, partId, mallId, from, to, direction, attempts } = move
    log('part.moved', { creditId, partId, mallId, direction, from, to, attempts })
  }
}

function summarise(results: CallResult[], moves: readonly (Move | null)[]): MallNote[] {
  const notes = new Map<string, MallNote>()
  const noteOf = (mallId: string) => {
    const note = notes.get(mallId) ?? {
      mallId,
      answered: false,
      failed: 0,
      bucketUsed: null,
      overflowed: false,
      credited: false,
      dueInMs: null,
    }
    notes.set(mallId, note)
    return note
  }
  for (const [index, { mall }] of results.entries()) {
    const note = noteOf(mall.mallId)
    const move = moves[index]
    note.answered ||= mall.health === 'answered'
    note.failed += mall.health === 'failed' ? 1 : 0
    note.overflowed ||= mall.overflowed
    if (mall.bucket) note.bucketUsed = Math.max(note.bucketUsed ?? 0, mall.bucket.used)
    note.credited ||= move?.to === 'credited'
    if (move && move.dueInMs !== null) note.dueInMs = Math.min(note.dueInMs ?? Infinity, move.dueInMs)
  }
  return [...notes.values()]
}

async function persistently<T>({ log }: Context, work: () => Promise<T>): Promise<T> {
  for (const pauseMs of STORE_PAUSES_MS) {
    try {
      return await work()
    } catch (error) {
      log('store.failed', { message: String(error), pauseMs })
      await sleep(pauseMs)
    }
  }
  return work()
}

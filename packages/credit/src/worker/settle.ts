import { setTimeout as sleep } from 'node:timers/promises'
import type { Context } from '../context.ts'
import { gather } from '../gather.ts'
import { applyEvents, type Move } from '../ledger/apply-events.ts'
import { closeMall } from '../malls/close-mall.ts'
import { MAX_REFUSALS_IN_ROW } from '../malls/reopen-mall.ts'
import { suspectMall } from '../malls/suspect-mall.ts'
import type { CallResult } from './call-result.ts'
import { noteCalls, type MallChange, type MallNote } from './note-calls.ts'
import type { TokenRefused } from './token-refused.ts'

/** Pauses before the store is tried again. What it still does not take then, the lease's end makes `unknown`: nothing is lost. */
const STORE_PAUSES_MS = [50, 200, 500, 1_000, 2_000, 4_000, 8_000]

/** Puts the ends of calls down; those that come at the same time share one commit. */
export function createSettle(context: Context, refusedTokens: TokenRefused) {
  const settleTogether = gather(async (results: CallResult[]) => {
    const refused = results.map(({ mall }) => mall).filter(({ tokenRefused }) => tokenRefused)
    const byToken = Map.groupBy(refused, ({ mallId, tokenVersion }) => `${mallId} ${tokenVersion}`)
    for (const [mall] of byToken.values())
      if (mall) await persistently(context, () => refusedTokens.mark(mall.mallId, mall.tokenVersion))
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
    await follow(context, await persistently(context, () => noteCalls(context, summarise(results, moves))))
    return moves
  })

  return async (result: CallResult): Promise<void> => {
    await settleTogether(result)
    const { mallId, tokenVersion, tokenRefused, refusal } = result.mall
    // Cafe24 has called apps uninstalled by mistake, but names a missing scope only where one is missing.
    if (refusal?.problem === 'scope-missing')
      await closeMall(context, mallId, refusal.problem, refusal.message, tokenVersion)
    else if (refusal) await suspectMall(context, mallId, refusal.problem, refusal.message, tokenVersion)
    if (tokenRefused) await refusedTokens.renew(mallId, tokenVersion)
  }
}

/** Cafe24's clock is this far off before anybody is told. */
const TELL_SKEW_MS = 60_000

/** Tells what became of the malls, and closes one in which every credit is refused: its shoppers must not all be refunded. */
async function follow(context: Context, changes: readonly MallChange[]): Promise<void> {
  const { log } = context
  for (const { mallId, downMs, startedFailing, clockSkewMs, refusalsInRow } of changes) {
    if (startedFailing) log('mall.failing', { mallId }, 'warn')
    if (downMs !== null) log('mall.recovered', { mallId, downMs: Math.round(downMs) })
    if (clockSkewMs !== null && Math.abs(clockSkewMs) > TELL_SKEW_MS)
      log('mall.clock-skewed', { mallId, skewMs: Math.round(clockSkewMs) }, 'error')
    if (refusalsInRow < MAX_REFUSALS_IN_ROW) continue
    await closeMall(
      context,
      mallId,
      'all-refused',
      `Cafe24 refused ${refusalsInRow} members' credits in a row`,
    )
  }
}

function tell({ log }: Context, moves: readonly (Move | null)[]): void {
  for (const move of moves) {
    if (!move) continue
    const { creditId, partId, mallId, from, to, direction, attempts } = move
    log('part.moved', { creditId, partId, mallId, direction, from, to, attempts })
  }
}

type OpenNote = MallNote & { refusedMembers: Set<string> }

function latest(one: Date | null, other: Date): Date {
  return one && one > other ? one : other
}

function summarise(results: CallResult[], moves: readonly (Move | null)[]): MallNote[] {
  const notes = new Map<string, OpenNote>()
  const noteOf = (mallId: string) => {
    const note: OpenNote = notes.get(mallId) ?? {
      mallId,
      answered: false,
      served: false,
      failedClaimAt: null,
      ended: false,
      bucketUsed: null,
      overflowed: false,
      retryAfterMs: null,
      credited: false,
      refusedMembers: new Set(),
      clockSkewMs: null,
      dueInMs: null,
    }
    notes.set(mallId, note)
    return note
  }
  for (const [index, { mall }] of results.entries()) {
    const note = noteOf(mall.mallId)
    const move = moves[index]
    note.answered ||= mall.health === 'answered'
    note.served ||= mall.health === 'answered' && !mall.refusal && !mall.tokenRefused
    note.ended ||= mall.health === 'neither'
    if (mall.health === 'failed') note.failedClaimAt = latest(note.failedClaimAt, mall.claimedAt)
    note.overflowed ||= mall.overflowed
    const { bucket, retryAfterMs } = mall.headers
    if (bucket) note.bucketUsed = Math.max(note.bucketUsed ?? 0, bucket.used)
    if (retryAfterMs !== null) note.retryAfterMs = Math.max(note.retryAfterMs ?? 0, retryAfterMs)
    if (mall.refusedMember !== null) note.refusedMembers.add(mall.refusedMember)
    note.clockSkewMs = mall.clockSkewMs ?? note.clockSkewMs
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
      log('store.failed', { message: String(error), pauseMs }, 'warn')
      await sleep(pauseMs)
    }
  }
  return work()
}

import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Failure } from '../cafe24/outcome.ts'
import type { Context } from '../context.ts'
import { closeMall } from '../malls/close-mall.ts'
import { suspectMall } from '../malls/suspect-mall.ts'
import type { ConsentProblem, TokenResult } from '../malls/types.ts'
import type { Journal, JournalEntry } from './journal.ts'
import { beginRefresh, type Begun } from './begin-refresh.ts'
import type { OfWhichMall } from './read-token.ts'
import { savePair, type AnsweredPair } from './save-pair.ts'

/**
 * Gives a token newer than the version that was seen; one refresh at a time for a mall, in all processes. That of a closed mall
 * opens it.
 */
export type Refresh = (mallId: string, seenVersion: number, ofWhich?: OfWhichMall) => Promise<TokenResult>

/** How often a process looks whether the refresh of another has ended. */
const LOOK_MS = 100
/** Pauses before the store is tried again for an answered refresh; after them its answer stays in the journal. */
const SAVE_PAUSES_MS = [100, 300, 1_000, 3_000, 10_000]

/**
 * Each refresh kills the token before it, and Cafe24 does not repeat an answer. So a refresh is recorded as begun before
 * the call, its answer goes to the journal before anything is awaited, and then to the store. A process that finds one
 * begun and never ended takes it over: from the journal if the answer is there, else with the old token, which still works
 * where Cafe24 never got the call, and where it is refused, the answer is lost and the owner must consent again.
 */
export function createRefresh(context: Context, journal: Journal): Refresh {
  const { cafe24, timing, log, crashpoint } = context
  const underWay = new Map<string, Promise<TokenResult>>()

  async function refresh(mallId: string, seenVersion: number, ofWhich: OfWhichMall): Promise<TokenResult> {
    const deadlineMs = performance.now() + timing.refreshLeaseMs * 2
    while (performance.now() < deadlineMs) {
      const step = await beginRefresh(context, mallId, seenVersion, randomUUID(), ofWhich)
      if (step.kind === 'result') return step.result
      if (step.kind === 'begun') return carryOut(step)
      await sleep(LOOK_MS)
    }
    return { kind: 'unavailable', code: 'refresh-busy', message: 'Another process did not end its refresh' }
  }

  async function carryOut(begun: Begun): Promise<TokenResult> {
    const { client, version } = begun
    const kept = journal.find(client.mallId, version)
    if (kept) return save(begun, kept)
    await crashpoint('refresh.begun')
    const outcome = await cafe24.refresh(client, begun.refreshToken)
    if (!outcome.ok) return fail(begun, outcome)
    const pair = outcome.value
    if (pair.mallId !== null && pair.mallId !== client.mallId) return refuseForeign(begun, pair.mallId)
    // The old pair is dead: this one is kept before anything else is asked of it.
    const answered = { mallId: client.mallId, version, answeredAt: context.clock(), pair }
    inJournal(client.mallId, () => journal.write(answered))
    await crashpoint('refresh.answered')
    return save(begun, answered)
  }

  /** Another mall's tokens must never credit this one. */
  async function refuseForeign({ client, version }: Begun, named: string): Promise<TokenResult> {
    log('token.of-another-mall', { mallId: client.mallId, named }, 'error')
    const message = `Cafe24 answered the renewal with tokens of mall ${named}`
    await closeMall(context, client.mallId, 'refresh-lost', message, version)
    return { kind: 'consent-needed', problem: 'refresh-lost' }
  }

  /** Journal failures are logged, not thrown: the store is the source of truth. */
  function inJournal(mallId: string, act: () => void): void {
    try {
      act()
    } catch (error) {
      log('token.journal-failed', { mallId, message: String(error) }, 'error')
    }
  }

  async function save({ client, version, scopes }: Begun, answered: JournalEntry): Promise<TokenResult> {
    const { mallId } = client
    for (const pauseMs of [...SAVE_PAUSES_MS, null]) {
      try {
        await savePair(context, mallId, version, agedPair(answered, context.clock()))
        break
      } catch (error) {
        log('token.save-failed', { mallId, message: String(error) }, 'error')
        if (pauseMs === null) throw error
        await sleep(pauseMs)
      }
    }
    await crashpoint('refresh.saved')
    inJournal(mallId, () => journal.remove(mallId, version))
    log('token.refreshed', { mallId, version: version + 1 })
    return { kind: 'token', accessToken: answered.pair.accessToken, scopes: answered.pair.scopes ?? scopes }
  }

  async function fail(begun: Begun, failure: Failure): Promise<TokenResult> {
    const { mallId } = begun.client
    const refused = failure.inOwnWords && (failure.effect === 'refused' || failure.code === 'token-refused')
    log('token.refresh-failed', { mallId, code: failure.code, message: failure.message }, 'warn')
    const problem = problemOf(begun, failure)
    const closed = refused && (await closeOrSuspect(begun, problem, failure.message))
    // The mark stays on a call that perhaps arrived: the next try is a take-over, which knows what a refusal then means.
    const perhapsLost = !closed && (begun.takenOver || failure.effect === 'unknown')
    await sql`
      update credit_tokens set
        refresh_id = case when ${perhapsLost} then refresh_id end,
        refresh_begun_at = case when ${perhapsLost} then '-infinity'::timestamptz end
      where mall_id = ${mallId} and refresh_id = ${begun.refreshId}`.execute(context.db)
    if (closed) return { kind: 'consent-needed', problem }
    return { kind: 'unavailable', code: failure.code, message: failure.message }
  }

  /**
   * Cafe24 has refused renewals by mistake, for hours: one refusal closes no mall. Where the answer of an earlier renewal was
   * lost, the old token is dead, and the refusal is no surprise.
   */
  async function closeOrSuspect(begun: Begun, problem: ConsentProblem, message: string): Promise<boolean> {
    const { mallId } = begun.client
    if (problem !== 'refresh-lost') return suspectMall(context, mallId, problem, message, begun.version)
    await closeMall(context, mallId, problem, message, begun.version)
    return true
  }

  // Shared by all that wait for the mall's token, so it runs on none of their pools.
  const refreshForAll = AsyncLocalStorage.bind(refresh)

  return (mallId, seenVersion, ofWhich = 'open') => {
    const before = underWay.get(mallId)
    if (before) return before
    const now = refreshForAll(mallId, seenVersion, ofWhich).finally(() => underWay.delete(mallId))
    underWay.set(mallId, now)
    return now
  }
}

function problemOf(begun: Begun, failure: Failure): ConsentProblem {
  if (failure.code === 'forbidden') return 'app-removed'
  if (failure.code === 'not-found') return 'mall-not-found'
  if (begun.refreshOver) return 'refresh-expired'
  return begun.takenOver ? 'refresh-lost' : 'refresh-refused'
}

/** How old a pair is, by the clock of the machine that was answered. */
function agedPair({ pair, answeredAt }: JournalEntry, now: Date): AnsweredPair {
  return { pair, ageMs: Math.max(0, now.getTime() - answeredAt.getTime()) }
}

/** Saves what a process that died had in its journal. Those of another time, or of another machine's store, stay unused. */
export async function recoverJournal(context: Context, journal: Journal): Promise<void> {
  for (const entry of journal.all()) {
    const { mallId, version } = entry
    try {
      const saved = await savePair(context, mallId, version, agedPair(entry, context.clock()))
      journal.remove(mallId, version)
      if (saved) context.log('token.recovered', { mallId, version: version + 1 })
    } catch (error) {
      // A mall that this store does not know, or a store that is away: the next refresh looks into the journal again.
      context.log('token.recover-failed', { mallId, message: String(error) }, 'error')
    }
  }
}

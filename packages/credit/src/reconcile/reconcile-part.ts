import type { AnswerHeaders, Failure } from '../cafe24/outcome.ts'
import type { Context } from '../context.ts'
import type { PartEvent } from '../ledger/apply-events.ts'
import { isReasonOf, reasonOf } from '../ledger/reason.ts'
import { retryInMs } from '../worker/retry.ts'
import { describeRows } from './describe-rows.ts'
import { findWitnesses, type Witness } from './find-witnesses.ts'
import {
  judgeHistory,
  MAX_SKEW_MS,
  whyNoEvidence,
  type HistoryVerdict,
  type SoughtPart,
} from './judge-history.ts'
import { silenceCountsAfterMs } from './mall-visibility.ts'
import type { DatedReading, ReadHistoryOf } from './read-history-of.ts'

/** What is known of a part before its history is read. */
export interface UnclearPart extends SoughtPart {
  id: number
  mall_id: string
  /** Of the attempt that ended unclear last. */
  attempts: number
  absences: number
  /** How long it has been unknown. */
  unknown_ms: number | null
  unclear_code: string | null
  visible_after_ms: number | null
  /** The database's time as of the claim. */
  now: Date
}

type Event = Omit<PartEvent, 'creditId' | 'partId' | 'attempt'>

export interface Reconciliation {
  event: Event
  headers: AnswerHeaders
  /** What kept Cafe24's history from being read; null: it was read. */
  failure: Failure | null
}

/**
 * Looks for an unclear part in Cafe24's point history. A row that is found counts at any time. That it is absent counts only
 * where the reading was complete, rows have had their time to show up, and a witness (or, in a quiet mall, much more time)
 * says that the reading can show rows of that time; and then only twice. Rows that could be the part under another reason
 * make it a person's.
 */
export async function reconcilePart(
  context: Context,
  part: UnclearPart,
  read: ReadHistoryOf,
): Promise<Reconciliation> {
  const range = { mallId: part.mall_id, shopNo: part.shop_no, since: part.created_at, now: part.now }
  const own = await read({ ...range, memberId: part.member_id })
  const told = (event: Event): Reconciliation => ({ event, headers: own.headers, failure: own.failure })
  const decisive = decisiveEvent(part, judgeHistory(part, own, 'any'))
  if (decisive) return told(decisive)
  const silenceMs = silenceCountsAfterMs(context, part) - (part.unknown_ms ?? 0)
  const unread = whyNoEvidence(own)
  if (unread && unread.code !== 'empty') return told(nothingProved(context, part, unread))
  if (silenceMs > 0) {
    const early = { code: 'too-early', reason: "not in the member's history so far" }
    return told({
      event: 'check-again',
      dueInMs: Math.min(silenceMs, nextCheckMs(context, part, '')),
      ...early,
    })
  }
  const witnesses = await findWitnesses(context, part)
  const wider = await widerReading(part, own, witnesses, read)
  const inWider = wider && decisiveEvent(part, judgeHistory(part, wider, 'any'))
  if (inWider) return told(inWider)
  const readings = wider ? [own, wider] : [own]
  const gap = whyNoEvidence(unread ? (wider ?? own) : own)
  if (gap) return told(nothingProved(context, part, gap))
  const isWitnessed = witnesses.some((witness) => readings.some((reading) => shows(reading, witness)))
  if (!isWitnessed && (part.unknown_ms ?? 0) < context.timing.quietMallMs) {
    return told(
      nothingProved(context, part, { code: 'no-witness', reason: 'no row of that time is shown yet' }),
    )
  }
  const absent = {
    code: 'absent',
    reason: `not in the history of ${isWitnessed ? 'a mall whose later rows are shown' : 'a quiet mall'}`,
  }
  if (part.absences === 0) return told({ event: 'absent', dueInMs: context.timing.recheckMs, ...absent })
  return told({ event: 'absent-twice', dueInMs: retryInMs(context, part.attempts), ...absent })
}

/**
 * A second reading where the member's own cannot prove anything by itself. Empty: everybody's rows around the attempt, since a
 * filter that Cafe24 reads in its own way lists nothing either. No witness in it: the history of the witness's member.
 */
async function widerReading(
  part: UnclearPart,
  own: DatedReading,
  witnesses: readonly Witness[],
  read: ReadHistoryOf,
): Promise<DatedReading | null> {
  const range = { mallId: part.mall_id, shopNo: part.shop_no, since: part.created_at, now: part.now }
  if (own.rows.length === 0) return read({ ...range, marginMs: MAX_SKEW_MS })
  const [witness] = witnesses
  if (!witness || witnesses.some((each) => shows(own, each))) return null
  return read({ ...range, memberId: witness.member_id })
}

function shows({ rows }: DatedReading, witness: Witness): boolean {
  return rows.some(({ reason }) => isReasonOf(reason, witness))
}

/** What a verdict comes to at any time; null: nothing yet. */
export function decisiveEvent(part: SoughtPart, verdict: HistoryVerdict): Event | null {
  switch (verdict.kind) {
    case 'found':
      return { event: 'found', code: 'found', reason: `${reasonOf(part)} stands in the point history` }
    case 'ambiguous':
      return { event: 'ambiguous', code: verdict.why, reason: describeRows(verdict.rows) }
    case 'not-shown':
      return null
  }
}

/** Evidence that more time will not bring: after twice a quiet mall's time, a person looks. */
const lasting = new Set(['empty', 'incomplete', 'clocks-differ', 'too-many-rows'])

/** Codes of readings that broke off. */
const failing = new Set([
  'server-error',
  'connection-lost',
  'answer-timeout',
  'connect-failed',
  'connect-timeout',
])

function nothingProved(context: Context, part: UnclearPart, why: { code: string; reason: string }): Event {
  const { timing } = context
  const lastMs = lasting.has(why.code)
    ? Math.min(silenceCountsAfterMs(context, part) + 2 * timing.quietMallMs, timing.reviewAfterMs)
    : timing.reviewAfterMs
  if ((part.unknown_ms ?? 0) >= lastMs) return { event: 'deadline-passed', ...why }
  return { event: 'check-again', dueInMs: nextCheckMs(context, part, why.code), ...why }
}

/** A check costs calls of the mall's budget: the longer nothing was proved, the longer until the next. */
function nextCheckMs({ timing, random }: Context, part: UnclearPart, code: string): number {
  if (code === 'token-refused' || code === 'too-many-calls') return timing.firstCheckMs
  // A reading that failed says nothing of the part; the mall's own pause keeps probes apart where it is down.
  if (failing.has(code)) return timing.checkAgainMs * (0.75 + random() / 2)
  const wholeMs = Math.min(
    Math.max(timing.checkAgainMs, (part.unknown_ms ?? 0) / 2),
    timing.checkAgainMs * 10,
  )
  return wholeMs * (0.75 + random() / 2)
}

import type { UnusualKind } from '@pointpay/contracts'
import type { Media } from '../../media/media.ts'
import type { Clock, Log } from '../../pointhub/deps.ts'
import { startOfKstDay } from '../../pointhub/kst.ts'
import type { ReturnAnswerKind } from '../return/answers.ts'
import type { UnusualStore } from './unusual-store.ts'

/** Of the cap for a call: one call rarely comes near it, so somebody may be taking as much as goes. */
const LARGE_SHARE = 0.5
/** Of the cap for a day: while there is time to look before calls are refused. */
const DAY_SHARE = 0.8
/** A mall's bucket at Cafe24 leaks 2 calls a second (admin API, 2026-03-01): no mall credits more than this for long. */
const MAX_UNSIGNED_A_MINUTE = 120
/** A sender that is set up wrong is refused now and then, somebody who tries keys or amounts all the time. */
const MAX_REFUSED_A_MINUTE = 20
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** Refusals that an honest sender does not meet, unless something is set up wrong. */
const suspiciousAnswers: ReadonlySet<ReturnAnswerKind> = new Set([
  'network',
  'signature',
  'mediaCode',
  'capPerCall',
  'capPerDay',
])

type WatchedMedia = Pick<Media, 'code' | 'capPerCall' | 'capPerDay'>

/**
 * Watches the calls of RETURN URLs for what may be somebody who has the address and should not. What it finds becomes a log
 * event, a metric and a row that the console shows. It counts in memory, per process, so that a usual call costs nothing; a
 * call never fails because of it.
 */
export interface UnusualCalls {
  /** @param call `dayTotal`: null where it is not known */
  accepted(media: WatchedMedia, call: { amount: number; isSigned: boolean; dayTotal: number | null }): void
  /** Any call of a known RETURN URL that was not accepted. */
  refused(media: Pick<Media, 'code'>, answer: ReturnAnswerKind): void
}

interface Minute {
  startMs: number
  unsigned: { count: number; amount: number }
  refused: number
}

interface Found {
  amount: number | null
  count: number
}

interface UnusualCallsDeps {
  store: Pick<UnusualStore, 'add'>
  clock: Clock
  log: Log
  onUnusual: (kind: UnusualKind) => void
}

export function createUnusualCalls({ store, clock, log, onUnusual }: UnusualCallsDeps): UnusualCalls {
  /** By media. */
  const minutes = new Map<string, Minute>()
  /** The newest day that came near its cap, by media: it is told once. */
  const fullDays = new Map<string, number>()

  function minuteOf(mediaCode: string): Minute {
    const nowMs = clock().getTime()
    const known = minutes.get(mediaCode)
    if (known && nowMs - known.startMs < MINUTE_MS && nowMs >= known.startMs) return known
    const fresh: Minute = { startMs: nowMs, unsigned: { count: 0, amount: 0 }, refused: 0 }
    minutes.set(mediaCode, fresh)
    return fresh
  }

  function tell(mediaCode: string, kind: UnusualKind, found: Found): void {
    log.warn({ mediaCode, unusual: kind, ...found }, 'return.unusual')
    onUnusual(kind)
    keep(mediaCode, kind, found)
  }

  function keep(mediaCode: string, kind: UnusualKind, found: Found): void {
    const at = clock()
    const startedAt = kind === 'day' ? startOfKstDay(at) : new Date(at.getTime() - (at.getTime() % HOUR_MS))
    store.add({ mediaCode, kind, startedAt, seenAt: at, ...found })
  }

  /** Tells of the call that is one too many; those of the same minute that follow are only added up. */
  function tellBeyond(
    mediaCode: string,
    kind: UnusualKind,
    max: number,
    all: Found,
    amount: number | null,
  ): void {
    if (all.count === max + 1) tell(mediaCode, kind, all)
    else if (all.count > max) keep(mediaCode, kind, { amount, count: 1 })
  }

  return {
    accepted({ code, capPerCall, capPerDay }, { amount, isSigned, dayTotal }) {
      if (dayTotal !== null && dayTotal > capPerDay * DAY_SHARE) {
        const today = startOfKstDay(clock()).getTime()
        if (fullDays.get(code) !== today) tell(code, 'day', { amount: dayTotal, count: 1 })
        fullDays.set(code, today)
      }
      if (isSigned) return
      if (amount > capPerCall * LARGE_SHARE) tell(code, 'large', { amount, count: 1 })
      const { unsigned } = minuteOf(code)
      unsigned.count += 1
      unsigned.amount += amount
      tellBeyond(code, 'rate', MAX_UNSIGNED_A_MINUTE, unsigned, amount)
    },
    refused({ code }, answer) {
      if (!suspiciousAnswers.has(answer)) return
      const minute = minuteOf(code)
      minute.refused += 1
      tellBeyond(code, 'refused', MAX_REFUSED_A_MINUTE, { amount: null, count: minute.refused }, null)
    },
  }
}

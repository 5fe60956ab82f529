import type { Clock, Log } from '../../pointhub/deps.ts'
import type { SolutionDb } from '../deps.ts'
import { dayOf, lowerTotal, type MediaDay, raiseTotal, readTotal, recountTotal } from './day-total.ts'

/** Calls that share a statement; more wait for the next one. */
const MAX_TOGETHER = 500
/** Another process may take the room between our looking and our taking. After so many times the calls are told that it is full. */
const MAX_LOOKS = 5
/** How often a process asks whether the total is due to be compared with the ledger, ms. */
const RECOUNT_ASKED_MS = 60_000
/** Room that was taken longer ago is not used and not given back: a recount may have freed it meanwhile, ms. */
const STALE_AFTER_MS = 60_000

/** Room in a day's cap that a credit may fill. */
export interface Room {
  kind: 'room'
  /** The day's total with it, KRW. */
  total: number
  /** Taken so long ago that it may count as free again by now. */
  isStale(): boolean
  /** The credit was not accepted. */
  giveBack(): void
}

/** There is no room now. */
export interface Full {
  kind: 'full'
  /** How long ago room was taken last, ms: what it was taken for may not have been accepted yet. */
  takenMsAgo: number
}

/**
 * Takes room in the cap of a media's present day.
 *
 * The calls of a media that arrive while its statement is under way share the next one. So a media uses one database connection
 * of a process at a time, for one short statement, however many call; media do not wait for each other.
 */
export type TakeRoom = (mediaCode: string, krw: number, capPerDay: number) => Promise<Room | Full>

interface Waiting {
  krw: number
  capPerDay: number
  resolve: (result: Room | Full) => void
  reject: (error: unknown) => void
}

interface Returned {
  krw: number
  day: MediaDay
}

interface MediaQueue {
  waiting: Waiting[]
  returned: Returned[]
  running: boolean
  recountAskedMs: number
}

export function createTakeRoom({ db, clock, log }: { db: SolutionDb; clock: Clock; log: Log }): TakeRoom {
  const queues = new Map<string, MediaQueue>()

  function queueOf(mediaCode: string): MediaQueue {
    const known = queues.get(mediaCode)
    if (known) return known
    const fresh: MediaQueue = { waiting: [], returned: [], running: false, recountAskedMs: 0 }
    queues.set(mediaCode, fresh)
    return fresh
  }

  function start(mediaCode: string, queue: MediaQueue): void {
    if (queue.running) return
    queue.running = true
    // Calls that arrive in the same turn of the event loop go together.
    setImmediate(() => void run(mediaCode, queue))
  }

  async function run(mediaCode: string, queue: MediaQueue): Promise<void> {
    while (queue.waiting.length > 0 || queue.returned.length > 0) {
      await lower(queue.returned.splice(0))
      const together = queue.waiting.splice(0, MAX_TOGETHER)
      if (together.length === 0) continue
      try {
        const results = await take(mediaCode, queue, together)
        for (const [index, { resolve }] of together.entries()) resolve(results[index]!)
      } catch (error) {
        for (const { reject } of together) reject(error)
      }
    }
    queue.running = false
  }

  async function lower(returned: readonly Returned[]): Promise<void> {
    // At midnight there may be two days.
    for (const [, ofDay] of Map.groupBy(returned, ({ day }) => day.start.getTime())) {
      const krw = ofDay.reduce((sum, each) => sum + each.krw, 0)
      await lowerTotal(db, ofDay[0]!.day, krw).catch((error: unknown) =>
        log.error({ mediaCode: ofDay[0]!.day.mediaCode, krw, err: error }, 'return.room_not_given_back'),
      )
    }
  }

  async function take(
    mediaCode: string,
    queue: MediaQueue,
    together: readonly Waiting[],
  ): Promise<(Room | Full)[]> {
    const takenAt = clock()
    const day = dayOf(mediaCode, takenAt)
    if (takenAt.getTime() - queue.recountAskedMs >= RECOUNT_ASKED_MS) {
      await recountTotal(db, day)
      queue.recountAskedMs = takenAt.getTime()
    }
    // They differ only while a change of the cap is on its way. The lower one holds for all of them then.
    const cap = Math.min(...together.map(({ capPerDay }) => capPerDay))
    const isStale = () => clock().getTime() - takenAt.getTime() >= STALE_AFTER_MS
    const room = (krw: number, total: number): Room => ({
      kind: 'room',
      total,
      isStale,
      giveBack() {
        if (isStale()) return
        queue.returned.push({ krw, day })
        start(mediaCode, queue)
      },
    })

    const whole = await raiseTotal(db, day, sumOf(together), cap)
    if (whole !== null) return together.map(({ krw }) => room(krw, whole))
    let takenMsAgo = 0
    for (let look = 1; look <= MAX_LOOKS; look += 1) {
      const { accepted, cancelled, raisedMsAgo } = await readTotal(db, day)
      takenMsAgo = raisedMsAgo
      const fitting = whatFits(together, cap + cancelled - accepted)
      if (fitting.size === 0) break
      const total = await raiseTotal(db, day, sumOf(fitting), cap + cancelled)
      if (total === null) continue
      return together.map((each) =>
        fitting.has(each) ? room(each.krw, total) : { kind: 'full', takenMsAgo: 0 },
      )
    }
    return together.map(() => ({ kind: 'full', takenMsAgo }))
  }

  return (mediaCode, krw, capPerDay) =>
    new Promise((resolve, reject) => {
      const queue = queueOf(mediaCode)
      queue.waiting.push({ krw, capPerDay, resolve, reject })
      start(mediaCode, queue)
    })
}

function sumOf(calls: Iterable<Waiting>): number {
  let sum = 0
  for (const { krw } of calls) sum += krw
  return sum
}

/** In the order in which they came, each that still fits. */
function whatFits(calls: readonly Waiting[], room: number): Set<Waiting> {
  const fitting = new Set<Waiting>()
  let left = room
  for (const each of calls) {
    if (each.krw > left) continue
    left -= each.krw
    fitting.add(each)
  }
  return fitting
}

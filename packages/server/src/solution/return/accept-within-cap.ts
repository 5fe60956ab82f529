import { setTimeout as sleep } from 'node:timers/promises'
import type { AcceptResult, Credits, NewCredit } from '@pointpay/credit'
import type { Clock, Log } from '../../pointhub/deps.ts'
import type { SolutionDb } from '../deps.ts'
import { createTakeRoom, type Room } from './day-room.ts'
import type { IsKnown } from './is-known.ts'

/**
 * What another process took room for is accepted, or its room is free again, after so long, ms. Usually it takes some
 * milliseconds. A call is told that the cap is full only after it.
 */
const SETTLES_MS = 300
const MAX_ATTEMPTS = 2

/** `total`: the day's with the credit, KRW. */
export type CappedResult =
  | { kind: 'over-cap' }
  | { kind: 'judged'; result: AcceptResult; total: number | null }
export type AcceptWithinCap = (credit: NewCredit, capPerDay: number) => Promise<CappedResult>

export interface AcceptWithinCapDeps {
  db: SolutionDb
  ledger: Pick<Credits['ledger'], 'accept'>
  isKnown: IsKnown
  clock: Clock
  log: Log
}

/**
 * Accepts credits within a media's cap for a day: takes room in the cap, has the ledger accept, and gives the room back where it
 * did not.
 */
export function createAcceptWithinCap({
  db,
  ledger,
  isKnown,
  clock,
  log,
}: AcceptWithinCapDeps): AcceptWithinCap {
  const takeRoom = createTakeRoom({ db, clock, log })
  /** By media. */
  const underWay = new Map<string, Set<Promise<unknown>>>()

  async function acceptInto(room: Room, credit: NewCredit): Promise<AcceptResult> {
    if (room.isStale()) throw new Error(`Room for a credit of ${credit.mediaCode} was taken too long ago`)
    const { mediaCode } = credit
    const ofMedia = underWay.get(mediaCode) ?? new Set()
    underWay.set(mediaCode, ofMedia)
    const accepting = ledger.accept(credit)
    ofMedia.add(accepting)
    try {
      const result = await accepting
      if (result.kind !== 'accepted') room.giveBack()
      return result
    } catch (error) {
      // Else the ledger may yet have it, so its room stays taken.
      if (isSurelyUndone(error)) room.giveBack()
      throw error
    } finally {
      ofMedia.delete(accepting)
      if (ofMedia.size === 0) underWay.delete(mediaCode)
    }
  }

  return async (credit, capPerDay) => {
    for (let attempt = 1; ; attempt += 1) {
      const room = await takeRoom(credit.mediaCode, credit.amount, capPerDay)
      if (room.kind === 'room')
        return { kind: 'judged', result: await acceptInto(room, credit), total: room.total }
      // The cap may be full of this very credit, told to us twice at once, or of what turns out to be a duplicate.
      await Promise.allSettled(underWay.get(credit.mediaCode) ?? [])
      const unsettledMs = Math.max(0, SETTLES_MS - room.takenMsAgo)
      if (unsettledMs > 0) await sleep(unsettledMs)
      if (await isKnown(credit)) return { kind: 'judged', result: await ledger.accept(credit), total: null }
      if (unsettledMs === 0 || attempt === MAX_ATTEMPTS) return { kind: 'over-cap' }
    }
  }
}

/** Classes 08 and 57 of PostgreSQL's errors: the connection or the server went, perhaps after the commit. */
const outOfTouch = /^(08|57)/

/** Whether PostgreSQL itself said that the statement failed. */
function isSurelyUndone(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return false
  return /^[0-9A-Z]{5}$/.test(error.code) && !outOfTouch.test(error.code)
}

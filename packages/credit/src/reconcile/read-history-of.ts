import type { MallAccess } from '../cafe24/types.ts'
import type { Context } from '../context.ts'
import { readPointHistory, type HistoryReading } from '../history/read-point-history.ts'
import { takeCall } from '../malls/take-call.ts'

/** Covers a clock of Cafe24's that is hours off, and a time that it reads in another zone. */
const MARGIN_MS = 24 * 3_600_000

export interface HistoryRange {
  mallId: string
  shopNo: number
  /** Left out: every member's. */
  memberId?: string
  /** When the first row of interest may have come. */
  since: Date
  now: Date
  /** Beyond `since` and `now` on either side, ms; a day. */
  marginMs?: number
}

/** A reading, and the database's time as of its end: what Cafe24's own clock is compared with. */
export interface DatedReading extends HistoryReading {
  now: Date
}

/**
 * `takenCalls`: calls that the caller has already taken from the mall's budget are not counted again. `sinceNow`: ms since the
 * database's time that the ranges name.
 */
export function createReadHistoryOf(
  context: Context,
  accessToken: string,
  takenCalls: number,
  sinceNow: () => number,
) {
  let made = 0
  return async ({
    mallId,
    shopNo,
    memberId,
    since,
    now,
    marginMs = MARGIN_MS,
  }: HistoryRange): Promise<DatedReading> => {
    const access: MallAccess = { mallId, accessToken }
    const reading = await readPointHistory(
      context.cafe24,
      access,
      {
        shopNo,
        ...(memberId === undefined ? {} : { memberId }),
        from: new Date(since.getTime() - marginMs),
        to: new Date(now.getTime() + marginMs),
      },
      {
        async beforeCall() {
          made += 1
          return made > takenCalls ? takeCall(context, mallId) : null
        },
      },
    )
    return { ...reading, now: new Date(now.getTime() + sinceNow()) }
  }
}

export type ReadHistoryOf = ReturnType<typeof createReadHistoryOf>

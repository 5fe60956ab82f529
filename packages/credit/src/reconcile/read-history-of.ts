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

/** Calls of a reading that its caller has already taken from the mall's budget are not counted again. */
export function createReadHistoryOf(context: Context, accessToken: string, takenCalls: number) {
  let made = 0
  return ({
    mallId,
    shopNo,
    memberId,
    since,
    now,
    marginMs = MARGIN_MS,
  }: HistoryRange): Promise<HistoryReading> => {
    const access: MallAccess = { mallId, accessToken }
    return readPointHistory(
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
  }
}

export type ReadHistoryOf = ReturnType<typeof createReadHistoryOf>

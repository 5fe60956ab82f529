import { kstTime } from '../cafe24/kst.ts'
import type { PointRow } from '../cafe24/types.ts'

/** Rows beyond these are counted only; a message has a limit. */
const MAX_ROWS = 5

/** Rows as evidence for people, e.g. `2026-11-26T10:00:00+09:00 +12345 "수동 지급"`. */
export function describeRows(rows: readonly PointRow[]): string {
  const shown = rows.slice(0, MAX_ROWS).map(({ issuedAt, increase, decrease, reason }) => {
    return `${kstTime(issuedAt)} ${increase > 0 ? `+${increase}` : `-${decrease}`} "${reason}"`
  })
  const more = rows.length - shown.length
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join('; ')
}

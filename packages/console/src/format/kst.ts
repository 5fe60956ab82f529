/** Korea has had no daylight saving time since 1988: KST is UTC+9 all year. */
const KST_OFFSET_MS = 9 * 3_600_000
const DAY_MS = 86_400_000

/** `2026-11-24 09:02:31`, KST. */
export function formatInstant(instant: string): string {
  return new Date(Date.parse(instant) + KST_OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ')
}

/** The KST day `YYYY-MM-DD` of an instant in ms, moved by whole days. */
export function kstDay(nowMs: number, plusDays = 0): string {
  return new Date(nowMs + KST_OFFSET_MS + plusDays * DAY_MS).toISOString().slice(0, 10)
}

/** How many days the range holds, both ends included; 0 or less where it is upside down. */
export function daysIn(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1
}

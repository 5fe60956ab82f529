const KST_OFFSET_MS = 9 * 3_600_000
export const DAY_MS = 24 * 3_600_000

/**
 * The first instant of a KST day, `YYYY-MM-DD`. Of a day before 1970 the epoch: no row is older, and PostgreSQL knows no
 * year 0.
 */
export function startOfDay(day: string): Date {
  return new Date(Math.max(0, midnightMs(day) - KST_OFFSET_MS))
}

/** The first instant after a KST day. */
export function endOfDay(day: string): Date {
  return new Date(startOfDay(day).getTime() + DAY_MS)
}

/** All KST days from one to another, both included. */
export function daysBetween(from: string, to: string): string[] {
  const count = Math.round((midnightMs(to) - midnightMs(from)) / DAY_MS) + 1
  return Array.from({ length: Math.max(0, count) }, (_, index) =>
    new Date(midnightMs(from) + index * DAY_MS).toISOString().slice(0, 10),
  )
}

function midnightMs(day: string): number {
  return Date.parse(`${day}T00:00:00.000Z`)
}

/** `2026-11-24 12:00:00`, as Korean spreadsheets read it. */
export function kstText(instant: Date | null): string {
  if (!instant) return ''
  return new Date(instant.getTime() + KST_OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ')
}

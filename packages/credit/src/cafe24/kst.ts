/** Korea is 9 h ahead of UTC and has no summer time. */
const KST_OFFSET_MS = 9 * 3_600_000

/** Reads one of Cafe24's times; one without a zone is KST. Null: not a time. */
export function parseKst(text: string): Date | null {
  const parts = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}:\d{2}(?:\.\d+)?)(Z|[+-]\d{2}:?\d{2})?)?$/.exec(text)
  if (!parts) return null
  const zone = parts[3] ?? '+09:00'
  const date = new Date(
    `${parts[1]}T${parts[2] ?? '00:00:00'}${/^[+-]\d{4}$/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone}`,
  )
  return Number.isNaN(date.getTime()) ? null : date
}

/** The KST day that holds this instant, `YYYY-MM-DD`. */
export function kstDay(instant: Date): string {
  return new Date(instant.getTime() + KST_OFFSET_MS).toISOString().slice(0, 10)
}

/** `2019-03-01T23:59:59+09:00`, as the Admin API writes times; parts of a second are cut off. */
export function kstTime(instant: Date): string {
  return `${new Date(instant.getTime() + KST_OFFSET_MS).toISOString().slice(0, 19)}+09:00`
}

/** When the KST day that holds this instant began. */
export function kstDayStart(instant: Date): Date {
  return new Date(Date.parse(`${kstDay(instant)}T00:00:00+09:00`))
}

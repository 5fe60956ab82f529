const kstOffsetMs = 9 * 3_600_000

/** `2021-03-01T14:00:00.000`: KST without a zone, as the token endpoint writes times. */
export function kstWithoutZone(ms: number): string {
  return new Date(ms + kstOffsetMs).toISOString().slice(0, 23)
}

/** `2021-03-01T14:00:00+09:00`, as the Admin API writes times. */
export function kstWithZone(ms: number): string {
  return `${new Date(ms + kstOffsetMs).toISOString().slice(0, 19)}+09:00`
}

/** Reads a date or a time in one of the API's forms, KST unless it names a zone; null for anything else. */
export function parseKst(text: string): number | null {
  const parts = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}:\d{2})(\+\d{2}:\d{2}|Z)?)?$/.exec(text)
  if (!parts) return null
  const ms = Date.parse(`${parts[1]}T${parts[2] ?? '00:00:00'}${parts[3] ?? '+09:00'}`)
  return Number.isNaN(ms) ? null : ms
}

/** Whether a text names a whole day. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text)
}

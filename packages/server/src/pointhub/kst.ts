const KST_OFFSET_MS = 9 * 3_600_000

/** `yyyyMMddHHmmss` in KST. */
export function kstDigits(instant: Date): string {
  return new Date(instant.getTime() + KST_OFFSET_MS).toISOString().slice(0, 19).replaceAll(/\D/g, '')
}

/** The first instant of the KST day that holds this instant. */
export function startOfKstDay(instant: Date): Date {
  const dayMs = 24 * 3_600_000
  return new Date(Math.floor((instant.getTime() + KST_OFFSET_MS) / dayMs) * dayMs - KST_OFFSET_MS)
}

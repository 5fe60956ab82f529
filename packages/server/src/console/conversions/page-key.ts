/**
 * Where a page ended. `at` is PostgreSQL's own text, with its microseconds: a `Date` would round them, and rows would be
 * passed over or come twice.
 */
export interface PageKey {
  at: string
  source: 'credit' | 'conversion'
  /** The credit's id, or the conversion's transaction number. */
  id: string
}

const cursorPattern =
  /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)~(?:(credit)~(\d{1,15})|(conversion)~([A-Za-z0-9_-]{1,64}))$/

export function cursorOf({ at, source, id }: PageKey): string {
  return `${at}~${source}~${id}`
}

/** null: not one of ours. */
export function parseCursor(cursor: string): PageKey | null {
  const [, at, credit, creditId, conversion, transactionNumber] = cursorPattern.exec(cursor) ?? []
  if (!at || !isInstant(at)) return null
  if (credit) return { at, source: 'credit', id: creditId! }
  if (conversion) return { at, source: 'conversion', id: transactionNumber! }
  return null
}

/** JavaScript reads February 30 as March 2, PostgreSQL not at all; and years before 1970 hold nothing of ours. */
export function isInstant(at: string): boolean {
  const ms = Date.parse(at)
  return ms >= 0 && new Date(ms).toISOString().slice(0, 19) === at.slice(0, 19)
}

/** Newest first; at the same instant credits come first, then the higher id. The order of both sources and their merge. */
export function comparePageKeys(one: PageKey, other: PageKey): number {
  if (one.at !== other.at) return one.at < other.at ? 1 : -1
  if (one.source !== other.source) return one.source === 'credit' ? -1 : 1
  if (one.source === 'credit') return Number(other.id) - Number(one.id)
  return one.id < other.id ? 1 : -1
}

/** Far more than go wrong at once; beyond it, some are told of again. */
const MAX_REMEMBERED = 10_000

/** Whether this is met for the first time: what stays wrong is logged once, and not at every look. */
export type FirstTime = (what: string) => boolean

/** Remembers for as long as this process runs. */
export function createFirstTime(): FirstTime {
  const met = new Set<string>()
  return (what) => {
    if (met.has(what)) return false
    if (met.size >= MAX_REMEMBERED) met.clear()
    met.add(what)
    return true
  }
}

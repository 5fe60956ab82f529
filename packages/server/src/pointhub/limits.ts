const MINUTE_MS = 60_000

/**
 * What callers may do at most. A caller is a browser (its cookie, which anybody may throw away) and a network (an address, of
 * IPv6 the /64), which may be a whole carrier's (CGNAT) and so is granted more.
 */
export const defaultLimits = {
  /** API calls. A shopper makes about a dozen. Counted in each process. */
  calls: { windowMs: MINUTE_MS, browser: 120, network: 3_000 },
  /** Sessions that are begun. They cost a row each. Counted in each process. */
  sessions: { windowMs: 10 * MINUTE_MS, browser: 30, network: 300, media: 10_000, service: 50_000 },
  /** Codes to real phones: each costs money and rings somebody's phone. Counted over all processes. */
  codes: {
    windowMs: 10 * MINUTE_MS,
    /** One for each try of somebody who mistypes, is called away, or whose message is late. */
    phoneFromNetwork: 3,
    /** More than from one network, so that a stranger alone cannot keep the phone's owner from a code. */
    phone: 10,
    browser: 5,
    /** Codes that were confirmed count no more, so a busy carrier is not held up; codes to strangers' phones stay. */
    network: 20,
    media: 600,
    service: 3_000,
  },
  /** Codes of the sandbox, which are shown and sent to nobody. Counted apart. */
  playedCodes: {
    windowMs: 10 * MINUTE_MS,
    phoneFromNetwork: 10,
    phone: 10,
    browser: 100,
    network: 3_000,
    media: 6_000,
    service: 30_000,
  },
  /** Wrong codes. A code is dead after some; a browser waits after three codes' worth of them. Counted over all processes. */
  wrongCodes: { windowMs: 10 * MINUTE_MS, code: 5, browser: 15 },
  /** Event streams that are open at once in a process. A shopper has one, and one more for each tab. */
  streams: { session: 4, browser: 8, network: 200, service: 5_000 },
}

export type Limits = typeof defaultLimits
export type ChangedLimits = { [Section in keyof Limits]?: Partial<Limits[Section]> }

export function limitsWith(changed: ChangedLimits = {}): Limits {
  const sections = Object.entries(defaultLimits).map(([section, limits]) => [
    section,
    { ...limits, ...changed[section as keyof Limits] },
  ])
  return Object.fromEntries(sections) as Limits
}

/** Who calls, as far as limits go. */
export interface Caller {
  /** Hash of the browser's cookie. */
  browser: string
  /** Empty: not known. */
  network: string
}

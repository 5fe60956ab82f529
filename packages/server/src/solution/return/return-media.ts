import { BlockList, isIPv4, isIPv6 } from 'node:net'
import type { Media } from '../../media/media.ts'
import { sql } from 'kysely'
import type { SolutionDb } from '../deps.ts'
import type { MediaStore } from '../../media/media-store.ts'
import type { Clock, Listen } from '../../pointhub/deps.ts'

/** Changes are announced to all processes; what was announced while a connection was lost shows after this. */
const KEPT_MS = 5_000
const MAX_KEPT = 10_000
const CHANNEL = 'solution_media'

/** A media of a mall that we credit, as a RETURN URL call needs it. */
export interface ReturnMedia {
  media: Media & { mallId: string }
  allows(address: string): boolean
}

export interface ReturnMediaStore {
  byKey(returnKey: string): Promise<ReturnMedia | null>
  /** A media was changed: every process reads it anew. */
  announceChange(): Promise<void>
  close(): Promise<void>
}

/** Kept for some seconds: a call should cost one statement, its credit's own. */
export function createReturnMediaStore(
  db: SolutionDb,
  media: MediaStore,
  listen: Listen,
  clock: Clock,
): ReturnMediaStore {
  let kept = new Map<string, { found: ReturnMedia; untilMs: number }>()
  const forget = () => kept.clear()
  const listening = Promise.resolve(listen(CHANNEL, forget))
  // Who closes hears of it; until then media are kept for their time.
  listening.catch(() => {})
  return {
    async byKey(returnKey) {
      // Anything else was never given out, and PostgreSQL refuses some of it, e.g. a zero byte.
      if (!/^[A-Za-z0-9_-]{1,100}$/.test(returnKey)) return null
      const nowMs = clock().getTime()
      const known = kept.get(returnKey)
      if (known && known.untilMs > nowMs) return known.found
      const row = await media.byReturnKey(returnKey)
      if (!row?.mallId) return null
      const found = { media: { ...row, mallId: row.mallId }, allows: allowing(row.returnNetworks) }
      if (kept.size >= MAX_KEPT) kept = new Map()
      kept.set(returnKey, { found, untilMs: nowMs + KEPT_MS })
      return found
    },
    async announceChange() {
      forget()
      await sql`select pg_notify(${CHANNEL}, '')`.execute(db)
    },
    async close() {
      const stop = await listening
      await stop()
    },
  }
}

/** Whether an address lies in one of the networks; no networks: all do. A network that cannot be read lets nobody in. */
function allowing(networks: readonly string[]): (address: string) => boolean {
  if (networks.length === 0) return () => true
  const list = new BlockList()
  for (const network of networks) {
    const [base = '', prefix] = network.split('/')
    const family = isIPv4(base) ? 'ipv4' : isIPv6(base) ? 'ipv6' : null
    const bits = Number(prefix ?? (family === 'ipv4' ? 32 : 128))
    if (family && bits <= (family === 'ipv4' ? 32 : 128)) list.addSubnet(base, bits, family)
  }
  return (address) => {
    if (isIPv4(address)) return list.check(address, 'ipv4')
    return isIPv6(address) && list.check(address, 'ipv6')
  }
}

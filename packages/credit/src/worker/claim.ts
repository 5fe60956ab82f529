import { sql } from 'kysely'
import type { Context, Trx } from '../context.ts'
import { startCounting } from '../elapsed.ts'
import { needsCheck } from '../reconcile/check-before-send.ts'
import { applyEvents, isLive, type PartEvent } from '../ledger/apply-events.ts'
import type { PartState } from '../ledger/machine.ts'
import { recordset } from '../recordset.ts'
import { checkBeat } from '../recovery/heartbeat.ts'
import { isGood } from '../tokens/is-good.ts'
import { refillMs, roomFor, type BucketLevels, type BurstLimit } from './budget.ts'
import { bucketLevelNow, burstLevelNow } from './levels-now.ts'
import { prepared } from '../store/prepared.ts'

/** Malls in one claim: enough to share a commit among many, few enough to leave work to the other processes. */
const MALLS_PER_CLAIM = 64
/** Parts of one mall in one claim, so that a mall with a long queue leaves room for the others. */
const PARTS_PER_MALL = 10

/** A part that this worker, and no other, shall call Cafe24 for. */
export interface ClaimedPart {
  part: DuePart
  /** The attempt that this claim is, for what is to be sent. */
  attempt: number
  /** `check`: its last attempt ended unclear. `check-and-send`: it may have been given by hand meanwhile. */
  task: 'send' | 'check' | 'check-and-send'
  mall: ClaimedMall
  /** Elapsed ms since just before the claim; the lease is measured from there. */
  sinceClaim: () => number
}

/** `level`, `burst`: its buckets after this claim's calls. */
export interface ClaimedMall extends BucketLevels {
  mallId: string
  /** It does not answer: it is probed with one part at a time, and that with a reading first. */
  failing: boolean
  /** When it, or all sending, last came back from an interruption; null: there was none. */
  resumedAt: Date | null
  /** The store went back in time not long ago: a part that it calls new may have been sent before. */
  careful: boolean
  /** The longest time seen from an applied credit to its row; null: never measured. */
  visibleAfterMs: number | null
  /** Null: the access token runs out, or was refused; renew it first. */
  accessToken: string | null
  /** 0: there is none. */
  tokenVersion: number
}

/** Claims malls, and a few of each one's due parts, in one transaction. Other workers claim other malls meanwhile. */
export interface Claim {
  parts: ClaimedPart[]
  /** Malls that have work and no good access token. */
  tokenless: ClaimedMall[]
  malls: number
}

/** Nothing but a change by hand mends it. */
const IMPOSSIBLE_AGAIN_MS = 10 * 60_000

export function createClaim(context: Context) {
  const { db, secrets, timing, burst, log } = context
  /** Parts whose impossible state was logged. */
  const told = new Set<number>()
  return (freeSlots: number): Promise<Claim> => {
    const sinceClaim = startCounting()
    return db.transaction().execute(async (trx) => {
      const seenBefore = context.seenBeat.last
      const malls = await lockMalls(trx, burst)
      const [first] = malls
      if (!first) return { parts: [], tokenless: [], malls: 0 }
      checkBeat(context.seenBeat, seenBefore, first.beat)
      const share = Math.max(1, Math.floor(freeSlots / malls.length))
      const claims = malls.map((row) => {
        const mall = readMall(row)
        const room = mall.accessToken === null ? 0 : Math.min(roomFor(mall, burst), PARTS_PER_MALL, share)
        return { mall, room: mall.failing ? Math.min(room, 1) : room }
      })
      const byId = new Map(claims.map(({ mall }) => [mall.mallId, mall]))
      const due = await findDue(
        trx,
        claims
          .filter(({ room }) => room > 0)
          .map(({ mall, room }) => ({
            mall_id: mall.mallId,
            room,
            visible_after_ms: mall.visibleAfterMs,
            check_first: mall.failing || mall.careful,
            resumed_at: mall.resumedAt,
          })),
      )
      const parts = await take(trx, withinRoom(context, due, claims), byId, sinceClaim)
      await reschedule(context, trx, claims)
      const tokenless = claims.map(({ mall }) => mall).filter(({ accessToken }) => accessToken === null)
      return { parts, tokenless, malls: malls.length }
    })
  }

  function readMall(row: MallRow): ClaimedMall {
    const good = row.access_good === true && row.version !== row.refused_version
    return {
      mallId: row.mall_id,
      failing: row.consecutive_failures > 0,
      careful: row.careful,
      resumedAt: row.resumed_at,
      visibleAfterMs: row.visible_after_ms,
      level: row.level,
      burst: row.burst,
      accessToken:
        good && row.access_sealed !== null ? secrets.open(row.mall_id, 'access', row.access_sealed) : null,
      tokenVersion: row.version ?? 0,
    }
  }

  /** Gives each due part its task. */
  async function take(trx: Trx, due: DuePart[], malls: Map<string, ClaimedMall>, sinceClaim: () => number) {
    const events: PartEvent[] = []
    const claimed: { part: DuePart; event: PartEvent | null }[] = []
    const unsent: { part: DuePart; task: 'check' | 'check-and-send' }[] = []
    const impossible: DuePart[] = []
    for (const part of due) {
      const base = { creditId: part.credit_id, partId: part.id }
      if (!isLive(part.state)) {
        impossible.push(part)
      } else if (part.state === 'sending') {
        // Its worker never came back. The attempt's time-outs have long passed.
        events.push({
          ...base,
          event: 'lease-ended',
          attempt: part.attempts,
          dueInMs: timing.firstCheckMs,
          code: 'lease-ended',
        })
      } else if (part.state === 'unknown') {
        unsent.push({ part, task: 'check' })
      } else if (needsCheck(context, part)) {
        unsent.push({ part, task: 'check-and-send' })
      } else {
        const event: PartEvent = { ...base, event: 'send', dueInMs: timing.leaseMs }
        events.push(event)
        claimed.push({ part, event })
      }
    }
    const moves = await applyEvents(trx, events)
    const parts: ClaimedPart[] = []
    for (const { part, event } of claimed) {
      const move = moves[events.indexOf(event!)]
      const mall = malls.get(part.mall_id)
      if (move && mall) parts.push({ part, attempt: move.attempts, task: 'send', mall, sinceClaim })
    }
    const unmoved = new Set(events.filter((_, index) => moves[index] === null).map(({ partId }) => partId))
    await putOff(trx, [...impossible, ...due.filter(({ id }) => unmoved.has(id))])
    for (const { part, task } of unsent) {
      const mall = malls.get(part.mall_id)
      if (mall) parts.push({ part, attempt: part.attempts, task, mall, sinceClaim })
    }
    for (const { part, mall } of parts) {
      const calls = callsFor(context, part)
      mall.level += calls
      mall.burst += calls
    }
    await defer(
      trx,
      unsent.map(({ part }) => part.id),
      timing.leaseMs,
    )
    return parts
  }

  /**
   * Parts that nothing can be done with: in a state that the machine does not know, or without their credit. Left due, they would
   * be claimed again at once, for ever. One that was only moved on meanwhile is in another state by now.
   */
  async function putOff(trx: Trx, parts: readonly DuePart[]): Promise<void> {
    if (parts.length === 0) return
    const rows = parts.map(({ id, state }) => ({ id, state }))
    const { rows: stuck } = await sql<{ id: number; mall_id: string; state: string }>`
      update credit_parts p set due_at = now() + ${IMPOSSIBLE_AGAIN_MS}::float8 * interval '1 ms'
      from ${recordset(rows, 'x(id bigint, state text)')}
      where p.id = x.id and p.state = x.state and p.due_at <= now()
      returning p.id, p.mall_id, p.state`.execute(trx)
    for (const { id, mall_id: mallId, state } of stuck) {
      if (!told.has(id)) log('part.impossible', { partId: id, mallId, state }, 'error')
      told.add(id)
    }
  }
}

interface MallRow {
  mall_id: string
  level: number
  burst: number
  resumed_at: Date | null
  /** The store's heartbeat. */
  beat: number
  /** The store went back in time not long ago. */
  careful: boolean
  consecutive_failures: number
  visible_after_ms: number | null
  refused_version: number
  access_sealed: string | null
  access_good: boolean | null
  version: number | null
}

/** The malls that have waited longest (index credit_malls_claim); those that another worker is claiming are passed over. */
async function lockMalls(trx: Trx, burst: BurstLimit): Promise<MallRow[]> {
  const { rows } = await sql<MallRow>`${prepared}
    select m.mall_id, greatest(m.resumed_at, h.resumed_at) as resumed_at, m.consecutive_failures, m.visible_after_ms, m.refused_version, t.access_sealed, ${isGood} as access_good, t.version,
      ${bucketLevelNow()} as level, ${burstLevelNow(burst)} as burst,
      h.beat, coalesce(h.careful_until > now(), false) as careful
    from credit_malls m left join credit_tokens t using (mall_id) cross join credit_heartbeat h
    where m.claim_at <= now() and h.halted_at is null
    order by m.claim_at limit ${MALLS_PER_CLAIM}
    for update of m skip locked`.execute(trx)
  return rows
}

export interface DuePart {
  id: number
  credit_id: number
  mall_id: string
  shop_no: number
  member_id: string
  direction: 'increase' | 'decrease'
  number: number
  parts: number
  amount: number
  tag: string
  state: PartState
  attempts: number
  created_at: Date
  absences: number
  /** How long it has been unknown. */
  unknown_ms: number | null
  mark: string | null
  unclear_code: string | null
  decided_at: Date | null
  last_code: string | null
  /** Of its mall. */
  visible_after_ms: number | null
  check_first: boolean
  /** The database's time. */
  now: Date
}

/** Calls of a check: most members' rows fill one page, and the page after it is empty. */
export const CALLS_PER_CHECK = 2
/** Before a send, most members have no rows: the first page is empty. */
export const CALLS_PER_CHECK_BEFORE_SEND = 1

/** Calls that the claim takes from the mall's budget for a part; what a check needs beyond them it takes itself. */
function callsFor(context: Context, part: DuePart): number {
  if (part.state === 'sending') return 0
  if (part.state === 'unknown') return CALLS_PER_CHECK
  return needsCheck(context, part) ? CALLS_PER_CHECK_BEFORE_SEND + 1 : 1
}

/** The first of each mall's due parts whose calls fit into its room; one always goes, the bucket has that much to spare. */
function withinRoom(
  context: Context,
  due: readonly DuePart[],
  claims: readonly { mall: ClaimedMall; room: number }[],
): DuePart[] {
  const rooms = new Map(claims.map(({ mall, room }) => [mall.mallId, { left: room, taken: 0 }]))
  return due.filter((part) => {
    const room = rooms.get(part.mall_id)
    const calls = callsFor(context, part)
    if (!room || (room.taken > 0 && calls > room.left)) return false
    room.left -= calls
    room.taken += 1
    return true
  })
}

/** Each mall's parts that are due first (index credit_parts_due). */
async function findDue(
  trx: Trx,
  malls: {
    mall_id: string
    room: number
    visible_after_ms: number | null
    check_first: boolean
    resumed_at: Date | null
  }[],
): Promise<DuePart[]> {
  if (malls.length === 0) return []
  const { rows } = await sql<DuePart>`${prepared}
    select p.id, p.credit_id, p.mall_id, p.shop_no, p.member_id, p.direction, p.number, p.parts, p.amount, p.tag, p.state,
      p.attempts, p.created_at, p.absences, (extract(epoch from now() - p.unknown_since) * 1000)::float8 as unknown_ms,
      p.mark, p.unclear_code, p.decided_at, p.last_code, m.visible_after_ms, 
      m.check_first or coalesce(p.created_at < m.resumed_at, false) as check_first, now() as now
    from ${recordset(malls, `m(mall_id text, room int, visible_after_ms float8, check_first bool, resumed_at timestamptz)`)}
    cross join lateral (
      select * from credit_parts d where d.mall_id = m.mall_id and d.due_at <= now() order by d.due_at, d.id limit m.room
    ) p`.execute(trx)
  return rows
}

async function defer(trx: Trx, partIds: number[], ms: number): Promise<void> {
  if (partIds.length === 0) return
  await sql`${prepared}
    update credit_parts set due_at = now() + ${ms}::float8 * interval '1 ms'
    where id = any(${partIds}::bigint[]) and due_at is not null`.execute(trx)
}

/**
 * Counts the calls, and gives each mall its next turn: when its first part is due (credit_parts_due) and its bucket has room.
 * A mall with more to do goes behind those that waited meanwhile.
 */
async function reschedule(context: Context, trx: Trx, claims: { mall: ClaimedMall }[]): Promise<void> {
  const rows = claims.map(({ mall }) => ({
    mall_id: mall.mallId,
    level: mall.level,
    burst: mall.burst,
    open_ms: openInMs(context, mall),
  }))
  await sql`${prepared}
    update credit_malls m set
      bucket_level = x.level,
      burst_level = x.burst,
      bucket_at = now(),
      due_at = (
        select p.due_at from credit_parts p
        where p.mall_id = m.mall_id and p.due_at is not null order by p.due_at limit 1
      ),
      open_at = now() + x.open_ms * interval '1 ms'
    from ${recordset(rows, 'x(mall_id text, level float8, burst float8, open_ms float8)')}
    where m.mall_id = x.mall_id`.execute(trx)
}

/** A mall whose token is being renewed is claimed again after this, if the renewal has not opened it before. */
const TOKENLESS_MS = 5_000

/** When the mall may be claimed again. One that does not answer has one probe at a time, whose end opens it. */
function openInMs({ timing, burst }: Context, mall: ClaimedMall): number {
  if (mall.accessToken === null) return TOKENLESS_MS
  return mall.failing ? timing.leaseMs : refillMs(mall, burst)
}

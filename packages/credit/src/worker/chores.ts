import { sql } from 'kysely'
import { kstDayStart } from '../cafe24/kst.ts'
import { ofLiveMalls } from '../cafe24/test-mall.ts'
import type { Context } from '../context.ts'
import type { Credits } from '../credit-types.ts'
import { databaseNow } from '../store/database-now.ts'
import type { Refresh } from '../tokens/refresh.ts'

/** Half of the refresh token's 14 days: a week of trouble still loses no mall. */
const KEEP_ALIVE_MS = 7 * 86_400_000
const KEPT_ALIVE_AT_ONCE = 100
const EVERY_MS = 10 * 60_000
const DAY_MS = 86_400_000
/** A day's point history is compared so long after its end: every late row has come by then. */
const AUDIT_AFTER_MS = 2 * 3_600_000
/** An audit that did not come to its end by then is made again: a mall of many rows takes minutes. */
const AUDIT_LEASE_MS = 3_600_000

interface Expiring {
  mall_id: string
  version: number
  /** PostgreSQL's own text, with its microseconds. */
  ends_at: string
}

/** What is not urgent: keeps quiet malls' tokens alive, tries closed malls again, and compares yesterday's point history. */
export function runChores(
  context: Context,
  refresh: Refresh,
  audit: Credits['audit'],
  reopen: Credits['malls']['reopen'],
) {
  const { db, log, random, timing } = context
  let stopping = false
  let running: Promise<void> = Promise.resolve()

  /** Soonest end first, to the last one: those that cannot be renewed keep the first places. Index: credit_tokens_expiry. */
  async function keepAlive(): Promise<void> {
    let last: Expiring | undefined = { mall_id: '', version: 0, ends_at: '-infinity' }
    while (last) {
      if (stopping) return
      const { rows }: { rows: Expiring[] } = await sql<Expiring>`
        select t.mall_id, t.version, t.refresh_expires_at::text as ends_at
        from credit_tokens t join credit_malls m using (mall_id)
        where m.consent = 'consented' and t.refresh_expires_at < now() + ${KEEP_ALIVE_MS}::float8 * interval '1 ms'
          and (t.refresh_expires_at, t.mall_id) > (${last.ends_at}::timestamptz, ${last.mall_id})
        order by t.refresh_expires_at, t.mall_id limit ${KEPT_ALIVE_AT_ONCE}`.execute(db)
      for (const { mall_id: mallId, version } of rows)
        if (!stopping) await alone(mallId, () => refresh(mallId, version))
      last = rows.at(-1)
    }
  }

  /** Cafe24 has called apps uninstalled by mistake, for hours: a closed mall is tried again now and then. */
  async function tryClosedMalls(): Promise<void> {
    const { rows } = await sql<{ mall_id: string }>`
      update credit_malls set reopen_tried_at = now()
      where consent = 'consent-needed'
        and coalesce(reopen_tried_at < now() - ${timing.reopenEveryMs}::float8 * interval '1 ms', true)
      returning mall_id`.execute(db)
    for (const { mall_id: mallId } of rows) if (!stopping) await alone(mallId, () => reopen(mallId))
  }

  async function auditYesterday(): Promise<void> {
    const now = await databaseNow(db)
    const to = kstDayStart(new Date(now.getTime() - AUDIT_AFTER_MS))
    let next = await beginAudit(to)
    while (next) {
      const { mall_id: mallId, from_at: from, to_at: until } = next
      const report = await alone(mallId, () => audit({ mallId, from, to: until }))
      // The next day follows at once; one that failed is tried again after its lease.
      if (report && report.differences !== null)
        await sql`
          update credit_malls set audited_until = ${until}, audit_begun_at = null where mall_id = ${mallId}`.execute(
          db,
        )
      next = stopping ? undefined : await beginAudit(to)
    }
  }

  /** The day that was not compared for longest, for this process to compare now. No day is skipped. */
  async function beginAudit(to: Date): Promise<{ mall_id: string; from_at: Date; to_at: Date } | undefined> {
    const { rows } = await sql<{ mall_id: string; from_at: Date; to_at: Date }>`
      update credit_malls m set audit_begun_at = now()
      from (
        select mall_id, coalesce(audited_until, created_at) as from_at,
          least(${to}::timestamptz, coalesce(audited_until, created_at) + ${DAY_MS}::float8 * interval '1 ms') as to_at
        from credit_malls
        where consent = 'consented' and ${ofLiveMalls} and coalesce(audited_until, created_at) < ${to}
          and coalesce(audit_begun_at < now() - ${AUDIT_LEASE_MS}::float8 * interval '1 ms', true)
        order by audited_until nulls first limit 1 for update skip locked
      ) chosen
      where m.mall_id = chosen.mall_id
      returning m.mall_id, chosen.from_at, chosen.to_at`.execute(db)
    return rows[0]
  }

  /** What fails for one mall keeps no other waiting. Null: it failed. */
  async function alone<Result>(mallId: string, work: () => Promise<Result>): Promise<Result | null> {
    try {
      return await work()
    } catch (error) {
      log('chores.failed', { mallId, message: String(error) }, 'warn')
      return null
    }
  }

  async function once(): Promise<void> {
    for (const chore of [keepAlive, tryClosedMalls, auditYesterday]) {
      try {
        await chore()
      } catch (error) {
        log('chores.failed', { chore: chore.name, message: String(error) }, 'warn')
      }
    }
  }

  const start = setTimeout(begin, random() * 5_000)
  let timer: NodeJS.Timeout | undefined
  function begin() {
    running = onceAndAgain()
  }
  async function onceAndAgain() {
    if (!stopping) await once()
    if (!stopping) timer = setTimeout(begin, EVERY_MS)
  }

  return {
    async stop(): Promise<void> {
      stopping = true
      clearTimeout(start)
      clearTimeout(timer)
      await running
    },
  }
}

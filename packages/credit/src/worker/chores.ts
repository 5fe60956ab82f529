import { sql } from 'kysely'
import { kstDayStart } from '../cafe24/kst.ts'
import { ofLiveMalls } from '../cafe24/test-mall.ts'
import type { Context } from '../context.ts'
import type { Credits } from '../credit-types.ts'
import { databaseNow } from '../store/database-now.ts'
import type { Refresh } from '../tokens/refresh.ts'

/** Half of the refresh token's 14 days: a week of trouble still loses no mall. */
const KEEP_ALIVE_MS = 7 * 86_400_000
const EVERY_MS = 10 * 60_000
const DAY_MS = 86_400_000
/** A day's point history is compared so long after its end: every late row has come by then. */
const AUDIT_AFTER_MS = 2 * 3_600_000
/** An audit that did not come to its end by then is made again: a mall of many rows takes minutes. */
const AUDIT_LEASE_MS = 3_600_000

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

  async function keepAlive(): Promise<void> {
    const { rows } = await sql<{ mall_id: string; version: number }>`
      select t.mall_id, t.version from credit_tokens t join credit_malls m using (mall_id)
      where m.consent = 'consented' and t.refresh_expires_at < now() + ${KEEP_ALIVE_MS}::float8 * interval '1 ms'
      order by t.refresh_expires_at limit 100`.execute(db)
    for (const { mall_id: mallId, version } of rows) if (!stopping) await refresh(mallId, version)
  }

  /** Cafe24 has called apps uninstalled by mistake, for hours: a closed mall is tried again now and then. */
  async function tryClosedMalls(): Promise<void> {
    const { rows } = await sql<{ mall_id: string }>`
      update credit_malls set reopen_tried_at = now()
      where consent = 'consent-needed'
        and coalesce(reopen_tried_at < now() - ${timing.reopenEveryMs}::float8 * interval '1 ms', true)
      returning mall_id`.execute(db)
    for (const { mall_id: mallId } of rows) if (!stopping) await reopen(mallId)
  }

  async function auditYesterday(): Promise<void> {
    const now = await databaseNow(db)
    const to = kstDayStart(new Date(now.getTime() - AUDIT_AFTER_MS))
    let next = await beginAudit(to)
    while (next) {
      const { mall_id: mallId, from_at: from, to_at: until } = next
      const { differences } = await audit({ mallId, from, to: until })
      // The next day follows at once; one that failed is tried again after its lease.
      if (differences !== null)
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

  async function once(): Promise<void> {
    try {
      await keepAlive()
      await tryClosedMalls()
      await auditYesterday()
    } catch (error) {
      log('chores.failed', { message: String(error) }, 'warn')
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

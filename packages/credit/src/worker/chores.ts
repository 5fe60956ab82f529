import { sql } from 'kysely'
import { kstDayStart } from '../cafe24/kst.ts'
import type { Context } from '../context.ts'
import type { Refresh } from '../tokens/refresh.ts'

/** Half of the refresh token's 14 days: a week of trouble still loses no mall. */
const KEEP_ALIVE_MS = 7 * 86_400_000
const EVERY_MS = 10 * 60_000
const DAY_MS = 86_400_000
/** The books of a day are compared so long after its end: every late row has come by then. */
const AUDIT_AFTER_MS = 2 * 3_600_000

/** What is not urgent: keeps quiet malls' tokens alive, and compares yesterday's books. */
export function runChores(
  context: Context,
  refresh: Refresh,
  audit: (span: { mallId: string; from: Date; to: Date }) => Promise<unknown>,
) {
  const { db, clock, log, random } = context
  let stopping = false
  let running: Promise<void> = Promise.resolve()

  async function keepAlive(): Promise<void> {
    const before = new Date(clock().getTime() + KEEP_ALIVE_MS)
    const { rows } = await sql<{ mall_id: string; version: number }>`
      select t.mall_id, t.version from credit_tokens t join credit_malls m using (mall_id)
      where m.consent = 'consented' and t.refresh_expires_at < ${before}
      order by t.refresh_expires_at limit 100`.execute(db)
    for (const { mall_id: mallId, version } of rows) if (!stopping) await refresh(mallId, version)
  }

  async function auditYesterday(): Promise<void> {
    const to = kstDayStart(new Date(clock().getTime() - AUDIT_AFTER_MS))
    const { rows } = await sql<{ mall_id: string; from_at: Date }>`
      update credit_malls m set audited_until = ${to}
      from (
        select mall_id, greatest(coalesce(audited_until, created_at), ${new Date(to.getTime() - 7 * DAY_MS)}) as from_at
        from credit_malls
        where consent = 'consented' and coalesce(audited_until, created_at) < ${to}
        order by audited_until nulls first limit 10 for update skip locked
      ) chosen
      where m.mall_id = chosen.mall_id
      returning m.mall_id, chosen.from_at`.execute(db)
    for (const { mall_id: mallId, from_at: from } of rows) if (!stopping) await audit({ mallId, from, to })
  }

  async function once(): Promise<void> {
    try {
      await keepAlive()
      await auditYesterday()
    } catch (error) {
      log('chores.failed', { message: String(error) })
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

import { sql } from 'kysely'
import { ofLiveMalls } from '../cafe24/test-mall.ts'
import type { Context } from '../context.ts'
import { BUCKET_CAPACITY } from '../worker/budget.ts'
import { bucketLevelNow } from '../worker/levels-now.ts'
import type { ConsentProblem, MallStatus } from './types.ts'

interface Row {
  mall_id: string
  client_id: string
  redirect_uri: string
  consent: 'never' | 'consented' | 'consent-needed'
  consent_problem: string | null
  consent_message: string | null
  client_secret_sealed: string
  access_sealed: string | null
  refresh_sealed: string | null
  scopes: string[] | null
  access_expires_at: Date | null
  refresh_expires_at: Date | null
  last_credit_at: Date | null
  level: number
  backlog: number
  oldest_ms: number | null
  needs_person: number
  failing_ms: number | null
  unaudited_ms: number
  audit_differences: number
  wait_ms: number | null
  clock_skew_ms: number | null
}

/** How malls stand, by mall id. What is live and what waits for a person is counted on their partial indexes. */
export function createStatuses({ db, secrets }: Context) {
  function isReadable({ client_secret_sealed, access_sealed, refresh_sealed }: Row): boolean {
    return [client_secret_sealed, access_sealed, refresh_sealed].every(
      (sealed) => sealed === null || secrets.hasKeyOf(sealed),
    )
  }

  return async (mallIds?: readonly string[]): Promise<MallStatus[]> => {
    const { rows } = await sql<Row>`
      select m.mall_id, m.client_id, m.redirect_uri, m.consent, m.consent_problem, m.consent_message, m.last_credit_at,
        m.client_secret_sealed, t.access_sealed, t.refresh_sealed, t.scopes, t.access_expires_at, t.refresh_expires_at,
        m.clock_skew_ms, m.audit_differences,
        (extract(epoch from now() - coalesce(m.audited_until, m.created_at)) * 1000)::float8 as unaudited_ms,
        (extract(epoch from now() - m.failing_since) * 1000)::float8 as failing_ms,
        (extract(epoch from m.calls_from - now()) * 1000)::float8 as wait_ms,
        ${bucketLevelNow()} as level, live.count as backlog, live.oldest_ms, person.count as needs_person
      from credit_malls m left join credit_tokens t using (mall_id)
      cross join lateral (
        select count(*)::int as count, (extract(epoch from now() - min(p.created_at)) * 1000)::float8 as oldest_ms
        from credit_parts p where p.mall_id = m.mall_id and p.due_at is not null
      ) live
      cross join lateral (
        select count(*)::int as count from credit_parts p
        where p.mall_id = m.mall_id and p.state in ('refused', 'review')
      ) person
      where case when ${mallIds === undefined} then ${ofLiveMalls} else m.mall_id = any(${mallIds ?? []}::text[]) end
      order by m.mall_id`.execute(db)
    return rows.map((row) => ({
      mallId: row.mall_id,
      clientId: row.client_id,
      redirectUri: row.redirect_uri,
      consent: isReadable(row) ? consentOf(row) : unreadableConsent,
      lastCreditAt: row.last_credit_at,
      backlog: row.backlog,
      oldestWaitingMs: row.oldest_ms === null ? null : Math.round(row.oldest_ms),
      needsPerson: row.needs_person,
      bucketUse: Math.min(1, row.level / BUCKET_CAPACITY),
      failingMs: row.failing_ms === null ? null : Math.round(row.failing_ms),
      askedToWaitMs: Math.max(0, Math.round(row.wait_ms ?? 0)),
      unauditedMs: Math.round(row.unaudited_ms),
      auditDifferences: row.audit_differences,
      clockSkewMs: row.clock_skew_ms === null ? null : Math.round(row.clock_skew_ms),
    }))
  }
}

const unreadableConsent = { kind: 'consent-needed', problem: 'secrets-unreadable', message: null } as const

function consentOf(row: Row): MallStatus['consent'] {
  if (row.consent === 'consent-needed') {
    return {
      kind: 'consent-needed',
      problem: row.consent_problem as ConsentProblem,
      message: row.consent_message,
    }
  }
  if (!row.access_expires_at || !row.refresh_expires_at) return { kind: 'never' }
  return {
    kind: 'consented',
    scopes: row.scopes ?? [],
    accessGoodUntil: row.access_expires_at,
    refreshGoodUntil: row.refresh_expires_at,
  }
}

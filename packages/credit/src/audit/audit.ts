import { sql } from 'kysely'
import type { PointRow } from '../cafe24/types.ts'
import type { Context } from '../context.ts'
import { readPointHistory } from '../history/read-point-history.ts'
import { isOurs, tagIn } from '../ledger/reason.ts'
import { takeCall } from '../malls/take-call.ts'
import type { createReadToken } from '../tokens/read-token.ts'
import type { AuditReport } from './audit-report.ts'
import { compareBooks, type AuditedPart } from './compare.ts'

const DAY_MS = 86_400_000
const MAX_SPAN_MS = 31 * DAY_MS
/** A line may be dated a little before or after its attempt: clocks, and calls that took their time. */
const MARGIN_MS = 3_600_000

/** Compares the ledger with Cafe24's point history over a span, and keeps what it found; what it could not read it logs. */
export function createAudit(context: Context, readToken: ReturnType<typeof createReadToken>) {
  const { db, cafe24, log } = context

  /** Those that something went out to; the first too, where lines in our words would be that nobody accounts for. */
  async function shopsOf(mallId: string, from: Date, to: Date): Promise<Set<number>> {
    const { rows } = await sql<{ shop_no: number }>`
      select distinct shop_no from credit_parts
      where mall_id = ${mallId} and sent_at >= ${from} and sent_at < ${to}`.execute(db)
    return new Set([1, ...rows.map(({ shop_no }) => shop_no)])
  }

  function failed(span: { mallId: string; from: Date; to: Date }, problem: string): AuditReport {
    log('mall.audit-failed', { mallId: span.mallId, problem })
    return { ...span, compared: 0, differences: null, problem }
  }

  return async ({ mallId, from, to }: { mallId: string; from: Date; to: Date }): Promise<AuditReport> => {
    if (!(from < to) || to.getTime() - from.getTime() > MAX_SPAN_MS) {
      throw new RangeError(
        `An audit from ${from.toISOString()} to ${to.toISOString()} is not 31 days or less`,
      )
    }
    const { result } = await readToken(mallId)
    if (result.kind !== 'token') {
      const why = result.kind === 'consent-needed' ? result.problem : result.kind
      return failed({ mallId, from, to }, `No access to the mall: ${why}`)
    }
    const rows: PointRow[] = []
    for (const shopNo of await shopsOf(mallId, from, to)) {
      const reading = await readPointHistory(
        cafe24,
        { mallId, accessToken: result.accessToken },
        {
          shopNo,
          from: new Date(from.getTime() - MARGIN_MS),
          to: new Date(to.getTime() + MARGIN_MS),
          case: 'AM',
        },
        { windowMs: DAY_MS, beforeCall: () => takeCall(context, mallId) },
      )
      if (reading.gap !== null) return failed({ mallId, from, to }, reading.gap)
      rows.push(...reading.rows)
    }
    const tags = [...new Set(rows.flatMap((row) => tagIn(row.reason) ?? []))]
    // A reason that was cut off names its part by the key alone, which is looked for among its member's parts.
    const cut = rows.filter(({ reason }) => isOurs(reason) && tagIn(reason) === null)
    const members = [...new Set(cut.map(({ memberId }) => memberId))]
    // What went out within the span (credit_parts_sent), and what the rows name (credit_credits_tag, credit_credits_member,
    // credit_parts_of).
    const { rows: parts } = await sql<AuditedPart>`
      select p.credit_id, p.direction, p.number, p.parts, p.amount, p.tag, p.mark, p.state,
        coalesce(p.sent_at >= ${from} and p.sent_at < ${to}, false) as within
      from credit_parts p where p.id in (
        select id from credit_parts where mall_id = ${mallId} and sent_at >= ${from} and sent_at < ${to}
        union
        select n.id from credit_credits c join credit_parts n on n.credit_id = c.id
        where c.mall_id = ${mallId} and (c.tag = any(${tags}::text[]) or c.member_id = any(${members}::text[]))
      )`.execute(db)
    const differences = compareBooks(parts, rows, ({ issuedAt }) => issuedAt >= from && issuedAt < to)
    await db
      .insertInto('credit_audits')
      .values({
        mall_id: mallId,
        from_at: from,
        to_at: to,
        compared: parts.length,
        differences: JSON.stringify(differences),
      })
      .execute()
    log('mall.audited', { mallId, compared: parts.length, differences: differences.length })
    return { mallId, from, to, compared: parts.length, differences, problem: null }
  }
}

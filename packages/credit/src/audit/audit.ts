import { sql } from 'kysely'
import type { MallAccess } from '../cafe24/types.ts'
import type { Context } from '../context.ts'
import { readPointHistory } from '../history/read-point-history.ts'
import { isOurs, tagIn } from '../ledger/reason.ts'
import { takeSpareCall } from '../malls/take-call.ts'
import type { createReadToken } from '../tokens/read-token.ts'
import type { AuditDifference, AuditReport } from './audit-report.ts'
import { compareHistory, type AuditedPart, type AuditedRow, type FoundDifference } from './compare-history.ts'

const DAY_MS = 86_400_000
const MAX_SPAN_MS = 31 * DAY_MS
/** A row may be dated a little before or after its attempt: clocks, and calls that took their time. */
const MARGIN_MS = 3_600_000
/** A mall's second shop is read too, where nothing of ours should be: most malls have no third. */
const SHOPS_READ = 2

interface Span {
  mallId: string
  from: Date
  to: Date
}

/**
 * Compares the ledger with Cafe24's point history over a span, and keeps what it found. Rows arrive while pages are read, and
 * a row may then be seen twice or not at all: a difference is told only once its member's history, read again, shows it too.
 */
export function createAudit(context: Context, readToken: ReturnType<typeof createReadToken>) {
  const { db, cafe24, log } = context

  /** Where rows in our words may be, and how far the mall's clock is off. */
  async function standing({ mallId, from, to }: Span): Promise<{ shops: number[]; marginMs: number }> {
    const { rows } = await sql<{ last_shop: number; skew_ms: number }>`
      select coalesce((
          select max(shop_no) from credit_parts where mall_id = ${mallId} and sent_at >= ${from} and sent_at < ${to}
        ), 1) as last_shop,
        coalesce((select abs(clock_skew_ms) from credit_malls where mall_id = ${mallId}), 0) as skew_ms`.execute(
      db,
    )
    const { last_shop = 1, skew_ms = 0 } = rows[0] ?? {}
    const shops = Array.from({ length: Math.max(SHOPS_READ, last_shop) }, (_, index) => index + 1)
    return { shops, marginMs: MARGIN_MS + skew_ms }
  }

  function failed(span: Span, problem: string): AuditReport {
    log('mall.audit-failed', { mallId: span.mallId, problem }, 'error')
    return { ...span, compared: 0, differences: null, problem }
  }

  /** Every row of the mall, or of one member, within the span and its margins; a text says why it cannot be read. */
  async function readRows(access: MallAccess, span: Span, memberId?: string): Promise<AuditedRow[] | string> {
    const { shops, marginMs } = await standing(span)
    const all: AuditedRow[] = []
    for (const shopNo of shops) {
      const query = {
        shopNo,
        from: new Date(span.from.getTime() - marginMs),
        to: new Date(span.to.getTime() + marginMs),
        ...(memberId === undefined ? {} : { memberId }),
      }
      const beforeCall = () => takeSpareCall(context, span.mallId)
      const { rows, gap, failure } = await readPointHistory(cafe24, access, query, {
        windowMs: DAY_MS,
        beforeCall,
      })
      // A shop that the mall does not have.
      if (shopNo > 1 && rows.length === 0 && failure?.code === 'invalid-value') continue
      if (gap !== null) return gap
      all.push(...rows.map((row) => ({ ...row, readInShop: shopNo })))
    }
    return all
  }

  /** What went out within the span (credit_parts_sent), and what the rows name (credit_credits_tag, credit_credits_member). */
  async function partsOf({ mallId, from, to }: Span, rows: readonly AuditedRow[]): Promise<AuditedPart[]> {
    const ours = rows.filter(({ reason }) => isOurs(reason))
    const tags = [...new Set(ours.flatMap(({ reason }) => tagIn(reason) ?? []))]
    // A reason that was cut off names its part by the key alone, which is looked for among its member's parts.
    const cut = ours.filter(({ reason }) => tagIn(reason) === null)
    const members = [...new Set(cut.map(({ memberId }) => memberId))]
    const { rows: parts } = await sql<AuditedPart>`
      select p.credit_id, p.member_id, p.shop_no, p.direction, p.number, p.parts, p.amount, p.tag, p.mark, p.state,
        coalesce(p.sent_at >= ${from} and p.sent_at < ${to}, false) as within
      from credit_parts p where p.id in (
        select id from credit_parts where mall_id = ${mallId} and sent_at >= ${from} and sent_at < ${to}
        union
        select n.id from credit_credits c join credit_parts n on n.credit_id = c.id
        where c.mall_id = ${mallId} and (c.tag = any(${tags}::text[]) or c.member_id = any(${members}::text[]))
      )`.execute(db)
    return parts
  }

  async function compare(span: Span, rows: readonly AuditedRow[]) {
    const parts = await partsOf(span, rows)
    const found = compareHistory(parts, rows, ({ issuedAt }) => issuedAt >= span.from && issuedAt < span.to)
    return { compared: parts.length, found }
  }

  /** Those that the histories of the members concerned, read again, show too. */
  async function confirm(
    access: MallAccess,
    span: Span,
    found: readonly FoundDifference[],
  ): Promise<AuditDifference[] | string> {
    const histories = new Map<string, AuditedRow[]>()
    const confirmed: AuditDifference[] = []
    for (const { memberIds, difference } of found) {
      for (const memberId of memberIds) {
        const rows = histories.get(memberId) ?? (await readRows(access, span, memberId))
        if (typeof rows === 'string') return rows
        histories.set(memberId, rows)
      }
      const again = await compare(
        span,
        memberIds.flatMap((memberId) => histories.get(memberId) ?? []),
      )
      const told = JSON.stringify(difference)
      if (again.found.some((each) => JSON.stringify(each.difference) === told)) confirmed.push(difference)
    }
    return confirmed
  }

  return async (asked: Span): Promise<AuditReport> => {
    const { mallId, from, to } = asked
    const span = { mallId, from, to }
    if (!(from < to) || to.getTime() - from.getTime() > MAX_SPAN_MS) {
      throw new RangeError(
        `An audit from ${from.toISOString()} to ${to.toISOString()} is not 31 days or less`,
      )
    }
    const { result } = await readToken(mallId)
    if (result.kind !== 'token') {
      const why = result.kind === 'consent-needed' ? result.problem : result.kind
      return failed(span, `No access to the mall: ${why}`)
    }
    const access = { mallId, accessToken: result.accessToken }
    const rows = await readRows(access, span)
    if (typeof rows === 'string') return failed(span, rows)
    const { compared, found } = await compare(span, rows)
    const differences = await confirm(access, span, found)
    if (typeof differences === 'string') return failed(span, differences)
    await keep(span, compared, differences)
    log('mall.audited', { mallId, compared, differences: differences.length })
    if (differences.length > 0) {
      const kinds = [...new Set(differences.map(({ kind }) => kind))]
      log('mall.audit-differs', { mallId, from, to, differences: differences.length, kinds }, 'error')
    }
    return { ...span, compared, differences, problem: null }
  }

  async function keep(
    { mallId, from, to }: Span,
    compared: number,
    differences: AuditDifference[],
  ): Promise<void> {
    await db
      .insertInto('credit_audits')
      .values({
        mall_id: mallId,
        from_at: from,
        to_at: to,
        compared,
        differences: JSON.stringify(differences),
      })
      .execute()
    if (differences.length === 0) return
    await sql`
      update credit_malls set audit_differences = audit_differences + ${differences.length}
      where mall_id = ${mallId}`.execute(db)
  }
}

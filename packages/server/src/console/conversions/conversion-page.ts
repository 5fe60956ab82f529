import { type RawBuilder, sql } from 'kysely'
import type { ConsoleDb } from '../deps.ts'
import type { PageKey } from './page-key.ts'
import type { FoundRow, Search } from './search.ts'
import { conversionShown, conversionStatesOf } from './shown-state.ts'

type Condition = RawBuilder<unknown>

const at = sql`coalesce(p.converted_at, p.started_at)`
const keyText = sql<string>`to_char(${at} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

/**
 * One page of pointhub's conversions that have no credit, newest first. Nearly every conversion of a Cafe24 mall has one, so
 * finding those without could read all of them: `since`, the oldest credit of a full page of credits, bounds it.
 *
 * Indexes: pointhub_conversion's key, console_conversion_member, console_conversion_undelivered and
 * console_conversion_page, media by media.
 */
export async function findConversions(
  db: ConsoleDb,
  search: Search & { since: PageKey | null; deliveredOf: readonly string[] },
): Promise<FoundRow[]> {
  const source = sourceOf(search)
  if (!source) return []
  const { rows } = await sql<Omit<FoundRow, 'key' | 'creditedAt'> & { keyAt: string }>`
    select ${keyText} as "keyAt", p.media_code as "mediaCode", p.test, p.transaction_number as "transactionNumber",
      p.member_id as "memberId", p.kind as "pointKind", p.points, p.amount, ${conversionShown} as state,
      ${at} as "convertedAt"
    from ${source} p
    order by ${at} desc, p.transaction_number desc
    limit ${search.limit}`.execute(db)
  return rows.map(({ keyAt, ...row }) => ({
    ...row,
    creditedAt: null,
    key: { at: keyAt, source: 'conversion', id: row.transactionNumber },
  }))
}

function sourceOf(search: Search & { since: PageKey | null; deliveredOf: readonly string[] }) {
  const { state, mediaCodes, limit, deliveredOf } = search
  const states = state === undefined ? null : conversionStatesOf[state]
  if (states === undefined) return null
  const conditions = [
    sql`not exists (
      select from credit_credits c
      where c.transaction_number = p.transaction_number and c.media_code = p.media_code)`,
    ...(states?.length === 1 ? [sql`p.state = ${states[0]}`] : []),
    ...(states && states.length > 1 ? [sql`p.state = any(${states}::text[])`] : []),
    ...commonConditions(search),
  ]
  const plain = (extra: Condition) =>
    sql`(select p.* from pointhub_conversion p
      where p.media_code = any(${mediaCodes}::text[]) and ${all([...conditions, extra])})`
  const mediaByMedia = (codes: readonly string[], extra: Condition) =>
    sql`(select each.* from unnest(${codes}::text[]) as m(code) cross join lateral (
        select p.* from pointhub_conversion p
        where p.media_code = m.code and ${all([...conditions, extra])}
        order by ${at} desc, p.transaction_number desc limit ${limit}
      ) each)`

  if (search.transactionNumber !== undefined)
    return plain(sql`p.transaction_number = ${search.transactionNumber}`)
  if (search.memberId !== undefined) return plain(sql`p.member_id = ${search.memberId}`)
  if (state === undefined) return mediaByMedia(mediaCodes, sql`true`)
  if (state !== 'delivered') return mediaByMedia(mediaCodes, sql`p.state <> 'delivered'`)
  // Delivered and without a credit: merchants' own backends, and what a person declared credited after giving up.
  return sql`(
    select * from ${mediaByMedia(deliveredOf, sql`true`)} own
    union
    select * from ${plain(sql`p.transaction_number in (
      select transaction_number from pointhub_postback where given_up_at is not null offset 0)`)} declared)`
}

function commonConditions({ from, to, after, since }: Search & { since: PageKey | null }): Condition[] {
  return [
    ...(from ? [sql`${at} >= ${from}`] : []),
    ...(to ? [sql`${at} < ${to}`] : []),
    ...(since ? [sql`${at} >= ${since.at}::timestamptz`] : []),
    ...(after?.source === 'credit' ? [sql`${at} <= ${after.at}::timestamptz`] : []),
    ...(after?.source === 'conversion'
      ? [sql`(${at}, p.transaction_number) < (${after.at}::timestamptz, ${after.id})`]
      : []),
  ]
}

function all(conditions: Condition[]): Condition {
  return sql.join(conditions, sql` and `)
}

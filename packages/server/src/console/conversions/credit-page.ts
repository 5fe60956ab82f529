import { type ConsoleState, creditStates } from '@pointpay/contracts'
import { ofLiveMalls } from '@pointpay/credit'
import { type RawBuilder, sql } from 'kysely'
import type { ConsoleDb } from '../deps.ts'
import type { FoundRow, Search } from './search.ts'
import { creditShown } from './shown-state.ts'

type Condition = RawBuilder<unknown>

const at = sql`coalesce(c.converted_at, c.created_at)`
const keyText = sql<string>`to_char(${at} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

/**
 * One page of credits, newest first. What reads the rows depends on what is sought, so that a page costs about as many
 * rows as it shows, however many there are:
 *
 * | sought | index |
 * | --- | --- |
 * | a transaction number | credit_credits_once |
 * | a member | credit_credits_member, sorted here: a member has few |
 * | cancelled | console_credit_cancelled, media by media |
 * | being cancelled | console_credit_cancelling; while only the points are still to go back, what pointhub and the refunds hold open |
 * | under way, or a person's | credit_parts_due, credit_parts_person: as many as wait |
 * | anything else | console_credit_page, media by media |
 */
export async function findCredits(db: ConsoleDb, search: Search): Promise<FoundRow[]> {
  const source = sourceOf(search)
  if (!source) return []
  const { rows } = await sql<Omit<FoundRow, 'key'> & { keyAt: string; id: number }>`
    select c.id, ${keyText} as "keyAt", c.media_code as "mediaCode", not (${ofLiveMalls}) as test, c.transaction_number as "transactionNumber",
      c.member_id as "memberId", c.point_kind as "pointKind", p.points, c.amount, ${creditShown} as state,
      ${at} as "convertedAt", c.credited_at as "creditedAt"
    from ${source} c
    left join pointhub_conversion p
      on p.transaction_number = c.transaction_number and p.media_code = c.media_code
    where ${stateCondition(search.state)}
    order by ${at} desc, c.id desc
    limit ${search.limit}`.execute(db)
  return rows.map(({ keyAt, id, ...row }) => ({
    ...row,
    key: { at: keyAt, source: 'credit', id: String(id) },
  }))
}

const isCreditState = (state: ConsoleState) => (creditStates as readonly string[]).includes(state)
const underWay: ConsoleState[] = ['accepted', 'sending', 'waiting', 'unknown']

/** null: no credit can be meant. */
function sourceOf(search: Search): Condition | null {
  const { state, mediaCodes, limit } = search
  const conditions = commonConditions(search)
  const columns = sql`
    select c.id, c.media_code, c.mall_id, c.transaction_number, c.member_id, c.point_kind, c.amount, c.state, c.converted_at,
      c.created_at, c.credited_at`
  const plain = (extra: Condition) =>
    sql`(${columns} from credit_credits c
      where c.media_code = any(${mediaCodes}::text[]) and ${all([...conditions, extra])})`
  const mediaByMedia = (extra: Condition) =>
    sql`(select each.* from unnest(${mediaCodes}::text[]) as m(code) cross join lateral (
        ${columns} from credit_credits c
        where c.media_code = m.code and ${all([...conditions, extra])}
        order by ${at} desc, c.id desc limit ${limit}
      ) each)`

  if (search.transactionNumber !== undefined)
    return plain(sql`c.transaction_number = ${search.transactionNumber}`)
  if (search.memberId !== undefined) return plain(sql`c.member_id = ${search.memberId}`)
  if (state === undefined) return mediaByMedia(sql`true`)
  // What has an instant of its cancel is cancelled: naming the state too would have the planner expect few, and sort them all.
  if (state === 'cancelled') return mediaByMedia(sql`c.cancelled_at is not null and ${pointsAreBack}`)
  if (state === 'cancelling')
    return sql`(
      ${plain(sql`c.cancel_asked_at is not null and c.cancelled_at is null`)}
      union all
      ${plain(sql`c.state = 'cancelled' and (c.transaction_number, c.media_code) in (
        select transaction_number, media_code from pointhub_conversion where state = 'cancelling'
        union select transaction_number, media_code from console_refund where done_at is null)`)})`
  if (!isCreditState(state)) return null
  const ofState = sql`c.state = ${state}`
  if (state === 'credited') return mediaByMedia(ofState)
  const waiting = underWay.includes(state) ? sql`due_at is not null` : sql`state in ('refused', 'review')`
  // `offset 0` keeps the planner from walking all credits in the hope of meeting these.
  return plain(sql`${ofState} and c.id in (select credit_id from credit_parts where ${waiting} offset 0)`)
}

/**
 * Of a cancelled credit: its conversion was not ours, or its points are back. A scalar subquery, which the planner evaluates
 * for the rows of the page alone; `not exists` it joined over the whole table (2 s of 1,000,000 rows).
 */
const pointsAreBack = sql`coalesce((
  select p.state in ('cancelled', 'failed') from pointhub_conversion p
  where p.transaction_number = c.transaction_number and p.media_code = c.media_code), true)`

function commonConditions({ from, to, after }: Search): Condition[] {
  return [
    ...(from ? [sql`${at} >= ${from}`] : []),
    ...(to ? [sql`${at} < ${to}`] : []),
    ...(after?.source === 'credit'
      ? [sql`(${at}, c.id) < (${after.at}::timestamptz, ${Number(after.id)}::bigint)`]
      : []),
    // At the same instant credits come before conversions: those of that instant have been shown.
    ...(after?.source === 'conversion' ? [sql`${at} < ${after.at}::timestamptz`] : []),
  ]
}

function stateCondition(state: ConsoleState | undefined): Condition {
  return state === undefined ? sql`true` : sql`${creditShown} = ${state}`
}

function all(conditions: Condition[]): Condition {
  return sql.join(conditions, sql` and `)
}

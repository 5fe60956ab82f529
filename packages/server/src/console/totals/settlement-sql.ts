import { sql } from 'kysely'

/**
 * What was given and taken back, as the settlement counts it: each transaction with when it was credited and cancelled. A
 * conversion without a credit of ours counts as credited once its merchant said so. Used inside other statements; both
 * parts are narrowed by day before anything is joined (console_credit_credited, console_credit_cancelled_at,
 * console_conversion_delivered, console_conversion_cancelled).
 */
export const creditedBetween = (mediaCodes: readonly string[], from: Date, to: Date) => sql`
  select media_code, transaction_number, member_id, point_kind, amount, state, coalesce(converted_at, created_at) as converted_at,
    credited_at, cancelled_at
  from credit_credits
  where credited_at >= ${from} and credited_at < ${to} and media_code = any(${mediaCodes}::text[])
  union all
  select p.media_code, p.transaction_number, p.member_id, p.kind, p.amount, p.state, p.converted_at, p.delivered_at,
    ${cancelledAt}
  from pointhub_conversion p
  where p.delivered_at >= ${from} and p.delivered_at < ${to} and p.media_code = any(${mediaCodes}::text[])
    and ${withoutCredit}`

/** Of what was credited at any time. */
export const cancelledBetween = (mediaCodes: readonly string[], from: Date, to: Date) => sql`
  select media_code, transaction_number, member_id, point_kind, amount, state, coalesce(converted_at, created_at) as converted_at,
    credited_at, cancelled_at
  from credit_credits
  where cancelled_at >= ${from} and cancelled_at < ${to} and credited_at is not null
    and media_code = any(${mediaCodes}::text[])
  union all
  select p.media_code, p.transaction_number, p.member_id, p.kind, p.amount, p.state, p.converted_at, p.delivered_at, h.at
  from pointhub_history h join pointhub_conversion p on p.transaction_number = h.transaction_number
  where h.subject = 'conversion' and h.to_state = 'cancelled' and h.at >= ${from} and h.at < ${to}
    and p.delivered_at is not null and p.media_code = any(${mediaCodes}::text[])
    and ${withoutCredit}`

const withoutCredit = sql`not exists (
  select from credit_credits c where c.transaction_number = p.transaction_number and c.media_code = p.media_code)`

const cancelledAt = sql`(
  select max(h.at) from pointhub_history h
  where h.transaction_number = p.transaction_number and h.subject = 'conversion' and h.to_state = 'cancelled')`

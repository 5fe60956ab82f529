import { ofLiveMalls } from '@pointpay/credit'
import { type RawBuilder, sql } from 'kysely'
import type { SearchedMedia } from '../conversions/search.ts'

/** A span of time, and whose conversions. */
export interface Span {
  media: readonly SearchedMedia[]
  from: Date
  /** Not included. */
  to: Date
}

/**
 * What was given, as the settlement counts it: credits, and conversions that have none, once their merchant's own backend
 * said 201 or a person declared them credited. Media in test mode gave nothing. Narrowed by instant before anything is joined
 * (console_credit_credited, console_conversion_delivered). Used inside other statements.
 */
export const creditedBetween = ({ media, from, to }: Span) => sql`
  ${ofCredit}
  where credited_at >= ${from} and credited_at < ${to} and ${among(media)} and ${ofLiveMalls}
  union all
  select ${ofConversion}, (
      select max(h.at) from pointhub_history h
      where h.transaction_number = p.transaction_number and h.subject = 'conversion' and h.to_state = 'cancelled')
  from pointhub_conversion p
  where p.delivered_at >= ${from} and p.delivered_at < ${to} and ${withoutCredit(media)}`

/** What was taken back, of what was given at any time (console_credit_cancelled_at, console_conversion_cancelled). */
export const cancelledBetween = ({ media, from, to }: Span) => sql`
  ${ofCredit}
  where cancelled_at >= ${from} and cancelled_at < ${to} and credited_at is not null and ${among(media)} and ${ofLiveMalls}
  union all
  select ${ofConversion}, h.at
  from pointhub_history h join pointhub_conversion p on p.transaction_number = h.transaction_number
  where h.subject = 'conversion' and h.to_state = 'cancelled' and h.at >= ${from} and h.at < ${to}
    and p.delivered_at is not null and ${withoutCredit(media)}`

const ofCredit = sql`
  select media_code, transaction_number, member_id, point_kind, amount, coalesce(converted_at, created_at) as converted_at,
    credited_at, cancelled_at
  from credit_credits`

const ofConversion = sql`
  p.media_code, p.transaction_number, p.member_id, p.kind, p.amount, p.converted_at, p.delivered_at`

/** Of a Cafe24 mall only what was declared can lack a credit: looking for each other's costs 250 ms a busy day. */
const withoutCredit = (media: readonly SearchedMedia[]) => sql`
  not p.test and ${among(media)} and (${among(media.filter(({ kind }) => kind === 'own-backend'))} or p.transaction_number in (
    select transaction_number from pointhub_postback where given_up_at is not null))
  and not exists (
    select from credit_credits c where c.transaction_number = p.transaction_number and c.media_code = p.media_code)`

function among(media: readonly SearchedMedia[]): RawBuilder<unknown> {
  return sql`media_code = any(${media.map(({ code }) => code)}::text[])`
}

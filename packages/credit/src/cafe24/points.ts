import * as z from 'zod'
import type { CallCafe24 } from './call.ts'
import { amountField, instantField } from './fields.ts'
import { kstTime } from './kst.ts'
import { noHeaders, type Failure } from './outcome.ts'
import type { Cafe24Client, PointChange, PointPage, PointRow } from './types.ts'

/** What one call may give or take at most, KRW (Cafe24's API reference). */
const MAX_AMOUNT_PER_CALL = 1_000_000
/** `limit` and `offset` of `GET points` at most (Cafe24's API reference). */
export const PAGE_ROWS = 100
export const MAX_OFFSET = 8_000

const changeSchema = z.object({
  shopNo: z.int().min(1),
  memberId: z.string().min(1),
  amount: z.int().min(1).max(MAX_AMOUNT_PER_CALL),
  type: z.enum(['increase', 'decrease']),
  reason: z.string().min(1),
} satisfies Record<keyof PointChange, unknown>)

const changeAnswer = z.object({ points: z.object({ member_id: z.string() }) }).transform(() => null)

const pointRow = z
  .object({
    case: z.string().nullish(),
    member_id: z.string(),
    available_points_increase: amountField.nullish(),
    available_points_decrease: amountField.nullish(),
    available_points_total: amountField.nullish(),
    issue_date: instantField,
    order_id: z.string().nullish(),
    reason: z.string().nullish(),
  })
  .transform((row): PointRow => ({
    memberId: row.member_id,
    increase: row.available_points_increase ?? 0,
    decrease: Math.abs(row.available_points_decrease ?? 0),
    totalAfter: row.available_points_total ?? null,
    issuedAt: row.issue_date,
    reason: row.reason ?? '',
    orderId: row.order_id || null,
    case: row.case ?? '',
  }))

/** Rows are parsed one by one: one that does not fit must not hide the others, and must not go unnoticed. */
const pageAnswer = z.object({ points: z.array(z.unknown()) }).transform(({ points }): PointPage => {
  const rows = points.flatMap((each) => pointRow.safeParse(each).data ?? [])
  return { listed: points.length, rows, malformed: points.length - rows.length }
})

type PointCalls = Pick<Cafe24Client, 'changePoints' | 'pointsPage'>

export function pointCalls(call: CallCafe24, api: (mallId: string, path: string) => URL): PointCalls {
  return {
    async changePoints({ mallId, accessToken }, change) {
      const parsed = changeSchema.safeParse(change)
      if (!parsed.success) return neverSent(parsed.error)
      return call({
        method: 'POST',
        url: api(mallId, 'admin/points'),
        authorization: `Bearer ${accessToken}`,
        body: {
          shop_no: change.shopNo,
          request: {
            member_id: change.memberId,
            amount: `${change.amount}.00`,
            type: change.type,
            reason: change.reason,
          },
        },
        answer: changeAnswer,
      })
    },
    pointsPage({ mallId, accessToken }, query, offset) {
      const url = api(mallId, 'admin/points')
      url.search = new URLSearchParams({
        // Times, never bare days: whether a bare `end_date` means that day's start or its end is not documented.
        start_date: kstTime(query.from),
        end_date: kstTime(query.to),
        ...(query.memberId === undefined ? {} : { member_id: query.memberId }),
        ...(query.shopNo === undefined ? {} : { shop_no: String(query.shopNo) }),
        ...(query.case === undefined ? {} : { case: query.case }),
        limit: String(PAGE_ROWS),
        offset: String(offset),
      }).toString()
      return call({ method: 'GET', url, authorization: `Bearer ${accessToken}`, answer: pageAnswer })
    },
  }
}

/** A slip of the caller's: nothing left for Cafe24. */
function neverSent({ issues: [issue] }: z.ZodError): Failure {
  return {
    ok: false,
    effect: 'refused',
    code: 'invalid-value',
    status: null,
    message: `${issue?.path.join('.') || 'change'}: ${issue?.message ?? 'is not valid'}; nothing was sent`,
    inOwnWords: false,
    headers: noHeaders,
  }
}

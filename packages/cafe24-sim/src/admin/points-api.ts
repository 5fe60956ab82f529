import * as z from 'zod'
import { formatCents, parseCents, type Movement } from '../books/points.ts'
import { isDay, kstWithZone, parseKst } from '../kst.ts'
import type { Simulation } from '../simulation.ts'
import { apiError, type ApiAnswer } from './answers.ts'

const maximumCents = 1_000_000_00
const dayMs = 86_400_000
/** The stricter of the two readings that the reference leaves open. */
const longestWindowMs = 184 * dayMs

const moveSchema = z.object({
  shop_no: z.number().int().min(1).default(1),
  request: z.object({
    member_id: z.string().min(1).max(20),
    order_id: z.string().max(50).optional(),
    amount: z.string(),
    type: z.enum(['increase', 'decrease']),
    reason: z.string().min(1).max(255),
  }),
})

/** `POST /api/v2/admin/points`: moves a member's 적립금, once for each call, without an idempotency key. */
export function movePoints(
  simulation: Simulation,
  mallId: string,
  clientId: string,
  body: unknown,
): ApiAnswer {
  const parsed = moveSchema.safeParse(body)
  if (!parsed.success) return apiError(422, `Invalid parameter: ${parsed.error.issues[0]?.path.join('.')}`)
  const { shop_no: shopNo, request } = parsed.data
  const amountCents = parseCents(request.amount)
  if (amountCents === null || amountCents === 0) return apiError(422, 'Invalid parameter: request.amount')
  if (amountCents > maximumCents) return apiError(422, 'The amount must be 1000000 or less')
  if (!simulation.malls.find(mallId)?.shops.includes(shopNo))
    return apiError(422, 'Invalid parameter: shop_no')
  if (!simulation.members.find(mallId, request.member_id)) return apiError(422, '존재하지 않는 회원입니다.')
  const nowMs = simulation.clock()
  const movement = simulation.points.move(
    {
      mallId,
      shopNo,
      memberId: request.member_id,
      type: request.type,
      amountCents,
      reason: request.reason,
      orderId: request.order_id ?? null,
      issuedMs: nowMs,
      clientId,
      kind: 'AM',
    },
    nowMs + simulation.faults.visibilityDelayMs(mallId),
  )
  if (movement === 'insufficient') return apiError(422, '차감할 적립금이 가용적립금보다 많습니다.')
  return {
    status: 201,
    body: {
      points: {
        shop_no: shopNo,
        member_id: request.member_id,
        order_id: request.order_id ?? null,
        amount: formatCents(amountCents),
        type: request.type,
        reason: request.reason,
      },
    },
  }
}

const listSchema = z.object({
  start_date: z.string(),
  end_date: z.string(),
  member_id: z.string().max(20).optional(),
  case: z.string().optional(),
  shop_no: z.coerce.number().int().min(1).default(1),
  order_id: z.string().optional(),
  points_category: z.enum(['available', 'unavailable', 'unavailable_coupon']).default('available'),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  offset: z.coerce.number().int().min(0).max(8000).default(0),
})

/** `GET /api/v2/admin/points`: rows of one shop's window, newest first; of shop 1 where none is named. */
export function listPoints(simulation: Simulation, mallId: string, query: Record<string, string>): ApiAnswer {
  const parsed = listSchema.safeParse(query)
  if (!parsed.success) return apiError(422, `Invalid parameter: ${parsed.error.issues[0]?.path.join('.')}`)
  const fields = parsed.data
  const fromMs = parseKst(fields.start_date)
  const endMs = parseKst(fields.end_date)
  if (fromMs === null) return apiError(422, 'Invalid parameter: start_date')
  if (endMs === null) return apiError(422, 'Invalid parameter: end_date')
  // A day stands for all of it, a time for its whole second.
  const toMs = endMs + (isDay(fields.end_date) ? dayMs : 1000)
  if (toMs <= fromMs) return apiError(422, 'end_date must not be before start_date')
  if (toMs - fromMs > longestWindowMs) return apiError(422, 'The search period must be 6 months or less')
  if (fields.points_category !== 'available') return { status: 200, body: { points: [] } }
  const rows = simulation.points.list({
    mallId,
    fromMs,
    toMs,
    seenAtMs: simulation.clock(),
    memberId: fields.member_id ?? null,
    kind: fields.case ?? null,
    shopNo: fields.shop_no,
    orderId: fields.order_id ?? null,
    limit: fields.limit,
    offset: fields.offset,
  })
  return { status: 200, body: { points: rows.map(presentRow) } }
}

function presentRow(row: Movement) {
  const increased = row.type === 'increase'
  return {
    shop_no: row.shopNo,
    case: row.kind,
    member_id: row.memberId,
    available_points_increase: increased ? formatCents(row.amountCents) : '0.00',
    available_points_decrease: increased ? '0.00' : formatCents(row.amountCents),
    available_points_total: formatCents(row.availableCents),
    unavailable_points: null,
    issue_date: kstWithZone(row.issuedMs),
    admin_id: row.clientId === null ? 'admin' : row.clientId.slice(0, 20),
    admin_name: null,
    order_id: row.orderId ?? '',
    reason: row.reason,
  }
}

/** `GET /api/v2/admin/customersprivacy/{member_id}`, of which only the points are simulated. */
export function customerPrivacy(simulation: Simulation, mallId: string, memberId: string): ApiAnswer {
  const member = simulation.members.find(mallId, memberId)
  if (!member) return apiError(404, 'No such customer')
  const available = formatCents(simulation.points.available(mallId, memberId))
  return {
    status: 200,
    body: {
      customersprivacy: {
        shop_no: 1,
        member_id: memberId,
        name: member.name,
        available_points: available,
        total_points: available,
      },
    },
  }
}

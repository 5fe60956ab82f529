import * as z from 'zod'
import { formatCents, parseCents, type Movement } from '../books/points.ts'
import { isDay, parseKst } from '../kst.ts'
import type { Simulation } from '../simulation.ts'
import { apiError, type ApiAnswer } from './answers.ts'
import { presentRow } from './row-presentation.ts'

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

/** What a POST points asks for, checked as far as it can be before it is carried out. */
type RequestedMove = Omit<Movement, 'no' | 'issuedMs' | 'availableCents'>

/** `POST /api/v2/admin/points`: moves a member's 적립금, once for each call, without an idempotency key. */
export function movePoints(
  simulation: Simulation,
  mallId: string,
  clientId: string,
  body: unknown,
): ApiAnswer {
  const move = readMove(simulation, mallId, clientId, body)
  if ('status' in move) return move
  return applyMove(simulation, move, simulation.faults.visibilityDelayMs(mallId))
}

/** POST points as `acceptedFirst` and `dropThenApply` have it: accepted now, carried out later or silently not. */
export function movePointsLater(
  simulation: Simulation,
  mallId: string,
  clientId: string,
  body: unknown,
): ApiAnswer {
  const { faults, deferrals } = simulation
  const move = readMove(simulation, mallId, clientId, body)
  if ('status' in move) return move
  // Both delays are rolled now: timers must not decide which call gets which dice.
  const visibilityDelayMs = faults.visibilityDelayMs(mallId)
  deferrals.add(faults.lateMs(mallId), () => {
    const checkedAgain = readMove(simulation, mallId, clientId, body)
    if (!('status' in checkedAgain)) applyMove(simulation, checkedAgain, visibilityDelayMs)
  })
  return { status: 202, body: presentMove(move) }
}

function readMove(
  simulation: Simulation,
  mallId: string,
  clientId: string,
  body: unknown,
): RequestedMove | ApiAnswer {
  const parsed = moveSchema.safeParse(body)
  if (!parsed.success) return apiError(422, `Invalid parameter: ${parsed.error.issues[0]?.path.join('.')}`)
  const { shop_no: shopNo, request } = parsed.data
  const amountCents = parseCents(request.amount)
  if (amountCents === null || amountCents === 0) return apiError(422, 'Invalid parameter: request.amount')
  if (amountCents > maximumCents) return apiError(422, 'The amount must be 1000000 or less')
  if (!simulation.malls.shop(mallId, shopNo)) return apiError(422, 'Invalid parameter: shop_no')
  if (!simulation.members.find(mallId, request.member_id)) return apiError(422, '존재하지 않는 회원입니다.')
  return {
    mallId,
    shopNo,
    memberId: request.member_id,
    type: request.type,
    amountCents,
    reason: request.reason,
    orderId: request.order_id ?? null,
    clientId,
    kind: 'AM',
  }
}

function applyMove(simulation: Simulation, move: RequestedMove, visibilityDelayMs: number): ApiAnswer {
  const movement = simulation.points.move(
    { ...move, issuedMs: simulation.mallClock(move.mallId) },
    simulation.clock() + visibilityDelayMs,
  )
  if (movement === 'insufficient') return apiError(422, '차감할 적립금이 가용적립금보다 많습니다.')
  return { status: 201, body: presentMove(move) }
}

function presentMove(move: RequestedMove) {
  return {
    points: {
      shop_no: move.shopNo,
      member_id: move.memberId,
      order_id: move.orderId,
      amount: formatCents(move.amountCents),
      type: move.type,
      reason: move.reason,
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
  limit: z.coerce.number().int().min(1).max(100).default(10),
  offset: z.coerce.number().int().min(0).max(8000).default(0),
})

/** `GET /api/v2/admin/points`: rows of one shop's window; of shop 1 where none is named. */
export function listPoints(simulation: Simulation, mallId: string, query: Record<string, string>): ApiAnswer {
  const parsed = listSchema.safeParse(query)
  if (!parsed.success) return apiError(422, `Invalid parameter: ${parsed.error.issues[0]?.path.join('.')}`)
  const fields = parsed.data
  if (!simulation.malls.shop(mallId, fields.shop_no)) return apiError(422, 'Invalid parameter: shop_no')
  const fromMs = parseKst(fields.start_date)
  const endMs = parseKst(fields.end_date)
  if (fromMs === null) return apiError(422, 'Invalid parameter: start_date')
  if (endMs === null) return apiError(422, 'Invalid parameter: end_date')
  const faults = simulation.faults.of(mallId)
  // A day stands for all of it or for its 00:00:00, a time for its whole second.
  const isWholeDay = isDay(fields.end_date) && faults.bareEndDate === 'whole-day'
  const toMs = endMs + (isWholeDay ? dayMs : 1000)
  if (toMs <= fromMs) return apiError(422, 'end_date must not be before start_date')
  if (toMs - fromMs > longestWindowMs) return apiError(422, 'The search period must be 6 months or less')
  if (fields.points_category !== 'available') return { status: 200, body: { points: [] } }
  if (fields.offset > 0)
    addRowsBetweenPages(simulation, mallId, { memberId: fields.member_id, shopNo: fields.shop_no })
  const rows = simulation.points.list({
    mallId,
    fromMs,
    toMs,
    seenAtMs: simulation.clock(),
    memberId: fields.member_id ?? null,
    kind: fields.case ?? null,
    shopNo: fields.shop_no,
    orderId: fields.order_id ?? null,
    order: faults.rowOrder,
    limit: Math.min(fields.limit, faults.pageSize ?? fields.limit),
    offset: fields.offset,
  })
  return { status: 200, body: { points: rows.map((row) => presentRow(row, faults)) } }
}

/** `rowsBetweenPages`: another app gives points while the caller turns pages, to a member that it did not ask about. */
function addRowsBetweenPages(
  simulation: Simulation,
  mallId: string,
  asked: { memberId: string | undefined; shopNo: number },
): void {
  const count = simulation.faults.of(mallId).rowsBetweenPages
  if (count === 0) return
  const [first, second] = simulation.members.list(mallId, 2)
  const member = first?.memberId === asked.memberId && second ? second : first
  if (!member) return
  for (let row = 0; row < count; row += 1) {
    simulation.points.move(
      {
        mallId,
        shopNo: asked.shopNo,
        memberId: member.memberId,
        type: 'increase',
        amountCents: 100,
        reason: '다른 앱 적립',
        orderId: null,
        issuedMs: simulation.mallClock(mallId),
        clientId: 'other-app',
        kind: 'AM',
      },
      simulation.clock(),
    )
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

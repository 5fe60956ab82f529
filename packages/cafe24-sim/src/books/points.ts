import type { Database } from './database.ts'

/** One movement of a member's 적립금. Amounts in hundredths of a won: the wire has two decimals. */
export interface Movement {
  no: number
  mallId: string
  shopNo: number
  memberId: string
  type: 'increase' | 'decrease'
  amountCents: number
  reason: string
  orderId: string | null
  issuedMs: number
  /** The member's available 적립금 after this movement. */
  availableCents: number
  clientId: string | null
  /** `AM`: given through the API. */
  kind: string
}

interface MovementRow {
  no: number
  mall_id: string
  shop_no: number
  member_id: string
  type: 'increase' | 'decrease'
  amount_cents: number
  reason: string
  order_id: string | null
  issued_ms: number
  available_cents: number
  client_id: string | null
  kind: string
}

export type RowOrder = 'newest-first' | 'oldest-first' | 'any-within-a-second'

export interface MovementQuery {
  mallId: string
  fromMs: number
  toMs: number
  /** Rows that became visible later than this are not seen yet. */
  seenAtMs: number
  memberId: string | null
  kind: string | null
  shopNo: number
  orderId: string | null
  order: RowOrder
  limit: number
  offset: number
}

/** Rows may be issued in the past, so the number alone does not order them. */
const orderClauses: Record<RowOrder, string> = {
  'newest-first': 'issued_ms desc, no desc',
  'oldest-first': 'issued_ms, no',
  'any-within-a-second': 'cast(issued_ms / 1000 as integer) desc, issued_ms, no',
}

/** The mall's 적립금 ledger. */
export interface Points {
  available(mallId: string, memberId: string): number
  /** Moves, unless a decrease exceeds what is available. */
  move(movement: Omit<Movement, 'no' | 'availableCents'>, visibleMs: number): Movement | 'insufficient'
  list(query: MovementQuery): Movement[]
  ofMember(mallId: string, memberId: string): Movement[]
  /** Pages through everything, oldest first. */
  after(no: number, limit: number, mallId: string | null): Movement[]
}

export function createPoints(database: Database): Points {
  const available = (mallId: string, memberId: string) =>
    database.get<{ available_cents: number }>(
      'select available_cents from movements where mall_id = ? and member_id = ? order by no desc limit 1',
      mallId,
      memberId,
    )?.available_cents ?? 0
  return {
    available,
    move(movement, visibleMs) {
      const sign = movement.type === 'increase' ? 1 : -1
      const after = available(movement.mallId, movement.memberId) + sign * movement.amountCents
      if (after < 0) return 'insufficient'
      const row = database.get<{ no: number }>(
        `insert into movements (mall_id, shop_no, member_id, type, amount_cents, reason, order_id, issued_ms, visible_ms,
           available_cents, client_id, kind) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning no`,
        movement.mallId,
        movement.shopNo,
        movement.memberId,
        movement.type,
        movement.amountCents,
        movement.reason,
        movement.orderId,
        movement.issuedMs,
        visibleMs,
        after,
        movement.clientId,
        movement.kind,
      )
      return { ...movement, no: row?.no ?? 0, availableCents: after }
    },
    list(query) {
      const filters: [string, string | number][] = [
        ['mall_id = ?', query.mallId],
        ['issued_ms >= ?', query.fromMs],
        ['issued_ms < ?', query.toMs],
        ['visible_ms <= ?', query.seenAtMs],
        ['shop_no = ?', query.shopNo],
      ]
      if (query.memberId !== null) filters.push(['member_id = ?', query.memberId])
      if (query.kind !== null) filters.push(['kind = ?', query.kind])
      if (query.orderId !== null) filters.push(['order_id = ?', query.orderId])
      return database
        .all<MovementRow>(
          `select * from movements where ${filters.map(([sql]) => sql).join(' and ')} order by ${orderClauses[query.order]} limit ? offset ?`,
          ...filters.map(([, value]) => value),
          query.limit,
          query.offset,
        )
        .map(present)
    },
    ofMember: (mallId, memberId) =>
      database
        .all<MovementRow>(
          'select * from movements where mall_id = ? and member_id = ? order by no',
          mallId,
          memberId,
        )
        .map(present),
    after: (no, limit, mallId) =>
      (mallId === null
        ? database.all<MovementRow>('select * from movements where no > ? order by no limit ?', no, limit)
        : database.all<MovementRow>(
            'select * from movements where mall_id = ? and no > ? order by no limit ?',
            mallId,
            no,
            limit,
          )
      ).map(present),
  }
}

function present(row: MovementRow): Movement {
  return {
    no: row.no,
    mallId: row.mall_id,
    shopNo: row.shop_no,
    memberId: row.member_id,
    type: row.type,
    amountCents: row.amount_cents,
    reason: row.reason,
    orderId: row.order_id,
    issuedMs: row.issued_ms,
    availableCents: row.available_cents,
    clientId: row.client_id,
    kind: row.kind,
  }
}

/** `12345.00` as Cafe24 writes money. */
export function formatCents(cents: number): string {
  return `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`
}

/** Reads `12345`, `12345.5` or `12345.00`; null for anything else. */
export function parseCents(text: string): number | null {
  const parts = /^(\d{1,12})(?:\.(\d{1,2}))?$/.exec(text)
  return parts ? Number(parts[1]) * 100 + Number((parts[2] ?? '').padEnd(2, '0')) : null
}

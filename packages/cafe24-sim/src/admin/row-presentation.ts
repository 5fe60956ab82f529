import { formatCents, type Movement } from '../books/points.ts'
import { rowDice } from '../faults/dice.ts'
import { DEFAULT_SEED } from '../faults/plan.ts'
import type { Faults } from '../faults/schema.ts'
import { kstWithZone } from '../kst.ts'

const MALFORMED_DATE = '0000-00-00 00:00:00'
/** As long as Cafe24 writes an admin's id. */
const ADMIN_ID_LENGTH = 20

/** A row as GET points writes it, with the habits in force. */
export function presentRow(row: Movement, faults: Faults) {
  const increased = row.type === 'increase'
  return {
    shop_no: row.shopNo,
    case: row.kind,
    member_id: row.memberId,
    available_points_increase: increased ? formatCents(row.amountCents) : '0.00',
    available_points_decrease: increased ? '0.00' : formatCents(row.amountCents),
    available_points_total: formatCents(row.availableCents),
    unavailable_points: null,
    issue_date: presentIssueDate(row, faults),
    admin_id: row.clientId === null ? 'admin' : row.clientId.slice(0, ADMIN_ID_LENGTH),
    admin_name: null,
    order_id: row.orderId ?? '',
    reason: presentReason(row, faults),
  }
}

function presentIssueDate(row: Movement, { malformedRows, seed = DEFAULT_SEED }: Faults): string {
  return rowDice(seed, row.no, 'issueDate') < malformedRows ? MALFORMED_DATE : kstWithZone(row.issuedMs)
}

function presentReason(row: Movement, { reasons, seed = DEFAULT_SEED }: Faults): string | null {
  if (!reasons || rowDice(seed, row.no, 'reason') >= reasons.share) return row.reason
  if (reasons.as === 'null') return null
  if (reasons.as === 'cut') return [...row.reason].slice(0, reasons.letters).join('')
  return row.reason.replace(/[^\p{L}\p{N} ]/gu, (letter) => `&#${letter.codePointAt(0)};`)
}

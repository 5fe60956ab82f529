import type { PointRow } from '../cafe24/types.ts'
import type { PartState } from '../ledger/machine.ts'
import { isOurs, keyOf, keysIn, reasonOf } from '../ledger/reason.ts'
import { movedBy } from '../reconcile/judge-history.ts'
import type { AuditDifference } from './audit-report.ts'

/** What the audit needs to know of a part. */
export interface AuditedPart {
  credit_id: number
  member_id: string
  shop_no: number
  direction: 'increase' | 'decrease'
  number: number
  parts: number
  amount: number
  tag: string
  mark: string | null
  state: PartState
  /** Its last attempt went out within the span. */
  within: boolean
}

/** A row, and the shop in whose history it was read. */
export interface AuditedRow extends PointRow {
  readInShop: number
}

/** A difference, and whose histories to read again before it is believed. */
export interface FoundDifference {
  memberIds: string[]
  difference: AuditDifference
}

/** States in which the point history should not hold a part. */
const notHeld = new Set<PartState>(['accepted', 'waiting', 'refused', 'abandoned'])

/** Compares the ledger's parts with the point history: `rows` may reach beyond the span, `inSpan` tells which lie in it. */
export function compareHistory(
  parts: readonly AuditedPart[],
  rows: readonly AuditedRow[],
  inSpan: (row: PointRow) => boolean,
): FoundDifference[] {
  const ours = rows.filter((row) => isOurs(row.reason))
  const byName = Map.groupBy(ours, ({ reason }) => keysIn(reason)[0] ?? reason)
  const known = new Set<string>()
  const differences: FoundDifference[] = []
  for (const part of parts) {
    const name = keyOf(part) ?? reasonOf(part)
    known.add(name)
    const lines = byName.get(name) ?? []
    const difference = differenceOf(part, lines)
    const memberIds = [...new Set([part.member_id, ...lines.map(({ memberId }) => memberId)])]
    if (difference) differences.push({ memberIds, difference })
  }
  for (const [name, lines] of byName) {
    const [line] = lines
    if (known.has(name) || !line || !inSpan(line)) continue
    const amount = line.increase || line.decrease
    differences.push({
      memberIds: [line.memberId],
      difference: { kind: 'unknown-line', reason: line.reason, amount },
    })
  }
  return differences
}

function differenceOf(part: AuditedPart, lines: readonly AuditedRow[]): AuditDifference | null {
  const base = { creditId: String(part.credit_id), tag: part.tag, amount: part.amount }
  const [line] = lines
  if (!line) return part.state === 'credited' && part.within ? { kind: 'missing', ...base } : null
  if (notHeld.has(part.state)) return { kind: 'unexpected', ...base }
  if (lines.length > 1) return { kind: 'repeated', ...base, times: lines.length }
  const found = movedBy(line, part.direction)
  if (found !== part.amount) return { kind: 'amount-differs', ...base, found }
  if (line.memberId.toLowerCase() !== part.member_id.toLowerCase()) return { kind: 'other-member', ...base }
  if (line.readInShop !== part.shop_no) return { kind: 'other-shop', ...base, shopNo: line.readInShop }
  return null
}

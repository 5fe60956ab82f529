import type { PointRow } from '../cafe24/types.ts'
import { isOurs, keyOf, keysIn, reasonOf } from '../ledger/reason.ts'
import type { PartState } from '../ledger/machine.ts'
import type { AuditDifference } from './audit-report.ts'

/** What the audit needs to know of a part. */
export interface AuditedPart {
  credit_id: number
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

/** States in which the point history should not hold a part. */
const notHeld = new Set<PartState>(['accepted', 'waiting', 'refused', 'abandoned'])

/** Compares the ledger's parts with the point history: `rows` may reach beyond the span, `inSpan` tells which lie in it. */
export function compareBooks(
  parts: readonly AuditedPart[],
  rows: readonly PointRow[],
  inSpan: (row: PointRow) => boolean,
): AuditDifference[] {
  const byName = Map.groupBy(
    rows.filter((row) => isOurs(row.reason)),
    ({ reason }) => keysIn(reason)[0] ?? reason,
  )
  const known = new Set<string>()
  const differences: AuditDifference[] = []
  for (const part of parts) {
    const name = keyOf(part) ?? reasonOf(part)
    known.add(name)
    const lines = byName.get(name) ?? []
    const base = { creditId: String(part.credit_id), tag: part.tag, amount: part.amount }
    const [line] = lines
    if (!line) {
      if (part.state === 'credited' && part.within) differences.push({ kind: 'missing', ...base })
      continue
    }
    const found = part.direction === 'increase' ? line.increase : line.decrease
    if (notHeld.has(part.state)) differences.push({ kind: 'unexpected', ...base })
    else if (lines.length > 1) differences.push({ kind: 'repeated', ...base, times: lines.length })
    else if (found !== part.amount) differences.push({ kind: 'amount-differs', ...base, found })
  }
  for (const [name, lines] of byName) {
    const [line] = lines
    if (known.has(name) || !line || !inSpan(line)) continue
    differences.push({ kind: 'unknown-line', reason: line.reason, amount: line.increase || line.decrease })
  }
  return differences
}

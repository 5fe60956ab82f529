import type { PlannedCredit } from './plan.ts'
import { client, type Movement } from './simulated-cafe24.ts'

const PART = 1_000_000

/**
 * `doubled`: more than one row has the same key, or the rows are not what was promised. `lost`: a promised row is not there.
 * `unasked`: a row of ours that belongs to no promise.
 */
export type DifferenceKind = 'doubled' | 'lost' | 'unasked'

/** Between what was promised and what the true point history holds. */
export interface Difference {
  kind: DifferenceKind
  /** Null: the row names no credit of the run. */
  transactionNumber: string | null
  text: string
}

export interface Verdict {
  appliedOnce: number
  refusedUntouched: number
  cancelledOnce: number
  differences: Difference[]
}

/**
 * Holds the simulator's true history against what was promised. Rows are told apart by the key that opens their reason; rows
 * without one are other apps' and people's. `deducted`: transaction numbers that the ledger promised to take back.
 */
export function judge(
  plan: readonly PlannedCredit[],
  deducted: ReadonlySet<string>,
  movements: readonly Movement[],
): Verdict {
  const keyed = movements.flatMap((movement) => readKey(movement) ?? [])
  const byTag = Map.groupBy(keyed, ({ tag }) => tag)
  const verdict: Verdict = {
    appliedOnce: 0,
    refusedUntouched: 0,
    cancelledOnce: 0,
    differences: movements
      .filter((movement) => movement.client_id === client.clientId && readKey(movement) === null)
      .map((movement) => ({ kind: 'unasked', transactionNumber: null, text: describe(movement) })),
  }
  for (const planned of plan) {
    const { credit, refused } = planned
    const { transactionNumber } = credit
    const rows = byTag.get(transactionNumber) ?? []
    byTag.delete(transactionNumber)
    const isCancelled = deducted.has(transactionNumber)
    const found = compare(planned, isCancelled, rows)
    verdict.differences.push(
      ...found.map(({ kind, text }) => ({
        kind,
        transactionNumber,
        text: `${transactionNumber} in ${credit.mallId}: ${text}`,
      })),
    )
    if (found.length > 0) continue
    verdict.refusedUntouched += refused ? 1 : 0
    verdict.appliedOnce += refused ? 0 : 1
    verdict.cancelledOnce += isCancelled ? 1 : 0
  }
  for (const [tag, rows] of byTag) {
    for (const { movement } of rows)
      verdict.differences.push({ kind: 'unasked', transactionNumber: tag, text: describe(movement) })
  }
  verdict.differences.push(...sharedMarks(keyed))
  return verdict
}

interface KeyedRow {
  /** Of the credit. */
  mark: string
  /** Of the part, e.g. `G2`: the second of those given; `T1`: the first of those taken back. */
  part: string
  /** The transaction number in the words after the key. */
  tag: string
  movement: Movement
}

function readKey(movement: Movement): KeyedRow | null {
  const [, mark, part, tag] =
    /^([0-9A-HJKMNP-TV-Z]{10})([GT]\d{1,4}) 제휴포인트 전환(?:취소)? (ME\d+)(?: \(\d+\/\d+\))?$/.exec(
      movement.reason,
    ) ?? []
  return mark && part && tag ? { mark, part, tag, movement } : null
}

function compare(
  { credit, refused }: PlannedCredit,
  isCancelled: boolean,
  rows: readonly KeyedRow[],
): { kind: DifferenceKind; text: string }[] {
  const promised = new Map<string, number>()
  if (!refused) for (const [index, amount] of partsOf(credit.amount)) promised.set(`G${index}`, amount)
  if (isCancelled) for (const [index, amount] of partsOf(credit.amount)) promised.set(`T${index}`, amount)
  const byPart = Map.groupBy(rows, ({ part }) => part)
  const lost = [...promised]
    .filter(([part]) => !byPart.has(part))
    .map(([part, amount]) => ({ kind: 'lost' as const, text: `${part} of ${amount} is not there` }))
  const doubled = [...byPart].flatMap(([part, found]) => {
    const amount = promised.get(part)
    const isRight =
      found.length === 1 && found.every(({ movement }) => isMade(movement, part, amount, credit))
    if (isRight) return []
    const there = found.map(({ movement }) => describe(movement)).join(' and ')
    const was = amount === undefined ? 'was not promised' : `of ${amount} was promised`
    return [{ kind: 'doubled' as const, text: `${part} ${was}, there is ${there}` }]
  })
  return [...lost, ...doubled]
}

function isMade(
  { type, amount, mall_id, shop_no, member_id }: Movement,
  part: string,
  promised: number | undefined,
  credit: PlannedCredit['credit'],
): boolean {
  return (
    Number(amount) === promised &&
    type === (part.startsWith('G') ? 'increase' : 'decrease') &&
    mall_id === credit.mallId &&
    shop_no === credit.shopNo &&
    member_id === credit.memberId
  )
}

/** Two credits under one mark could be taken for each other. */
function sharedMarks(rows: readonly KeyedRow[]): Difference[] {
  return [...Map.groupBy(rows, ({ mark }) => mark)].flatMap(([mark, marked]) => {
    const tags = [...new Set(marked.map(({ tag }) => tag))]
    const text = `${mark} is the mark of ${tags.join(' and ')}`
    return tags.length > 1 ? [{ kind: 'unasked' as const, transactionNumber: tags[0] ?? null, text }] : []
  })
}

/** Number and amount of each part. */
function partsOf(amount: number): [number, number][] {
  const count = Math.ceil(amount / PART)
  return Array.from({ length: count }, (_, index) => [index + 1, Math.min(PART, amount - index * PART)])
}

function describe({ type, amount, member_id, shop_no, reason }: Movement): string {
  return `${type} ${amount} of ${member_id} in shop ${shop_no} "${reason}"`
}

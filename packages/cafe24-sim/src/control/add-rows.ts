import * as z from 'zod'
import type { Simulation } from '../simulation.ts'

/** One call must stay quick: all of its rows are written in one transaction. */
const MAX_ROWS = 5000
/** More than any test needs, and far from where cents stop being exact. */
const MAX_KRW = 1_000_000_000

/** `POST /_sim/malls/{mall_id}/rows`: rows that the mall's admin or another app makes. */
export const rowsSchema = z.strictObject({
  rows: z
    .array(
      z.strictObject({
        member_id: z.string().min(1).max(20),
        shop_no: z.number().int().min(1).default(1),
        type: z.enum(['increase', 'decrease']),
        /** Whole KRW. */
        amount: z.number().int().min(1).max(MAX_KRW),
        reason: z
          .string()
          .max(255)
          .nullish()
          .transform((reason) => reason ?? ''),
        case: z.string().min(1).max(10).default('M'),
        /** The app that gives; null: the mall's admin. */
        client_id: z.string().min(1).nullable().default(null),
        /** Left out: now, by the mall's clock. Totals follow the order of writing, not these times. */
        issued_at: z.iso.datetime({ offset: true }).optional(),
      }),
    )
    .min(1)
    .max(MAX_ROWS),
})
type Row = z.infer<typeof rowsSchema>['rows'][number]

/** Writes all rows, visible at once, or none and says why. */
export function addRows(simulation: Simulation, mallId: string, rows: Row[]): 'added' | { error: string } {
  try {
    simulation.database.transaction(() => {
      for (const [index, row] of rows.entries()) addRow(simulation, mallId, row, index)
    })
    return 'added'
  } catch (error) {
    if (error instanceof RefusedRow) return { error: error.message }
    throw error
  }
}

class RefusedRow extends Error {}

function addRow(simulation: Simulation, mallId: string, row: Row, index: number): void {
  const refuse = (why: string) => new RefusedRow(`rows[${index}]: ${why}. No row was written.`)
  const { malls, members, points } = simulation
  if (!members.find(mallId, row.member_id))
    throw refuse(`mall ${mallId} has no member ${JSON.stringify(row.member_id)}`)
  if (!malls.shop(mallId, row.shop_no)) throw refuse(`mall ${mallId} has no shop ${row.shop_no}`)
  const moved = points.move(
    {
      mallId,
      shopNo: row.shop_no,
      memberId: row.member_id,
      type: row.type,
      amountCents: row.amount * 100,
      reason: row.reason,
      orderId: null,
      issuedMs: row.issued_at === undefined ? simulation.mallClock(mallId) : Date.parse(row.issued_at),
      clientId: row.client_id,
      kind: row.case,
    },
    simulation.clock(),
  )
  if (moved === 'insufficient')
    throw refuse(`${row.member_id} has less than the ${row.amount} KRW to be taken`)
}

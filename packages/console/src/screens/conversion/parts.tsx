import { creditStateSchema, type ConversionDetail } from '@pointpay/contracts'
import { DataTable, type Column } from '../../components/data-table.tsx'
import { formatCount, formatKrw } from '../../format/krw.ts'
import { messages } from '../../messages.ts'

type Part = ConversionDetail['parts'][number]
const words = messages.conversion

const columns: readonly Column<Part>[] = [
  { label: words.partNumber, heads: true, cell: (part) => words.part(part.number) },
  { label: words.amount, align: 'end', cell: (part) => <span class="number">{formatKrw(part.amount)}</span> },
  { label: words.state, cell: (part) => partState(part.state) },
  {
    label: words.attempts,
    align: 'end',
    cell: (part) => <span class="number">{formatCount(part.attempts)}</span>,
  },
]

/** An amount above Cafe24's 1,000,000 a call, in the parts that it was sent in. */
export function Parts({ parts }: { parts: readonly Part[] }) {
  return (
    <div class="parts">
      <h3>{words.parts}</h3>
      <p class="quiet">{words.partsHint}</p>
      <DataTable label={words.parts} columns={columns} rows={parts} keyOf={(part) => String(part.number)} />
    </div>
  )
}

function partState(state: string): string {
  const known = creditStateSchema.safeParse(state)
  return known.success ? messages.partState[known.data] : state
}

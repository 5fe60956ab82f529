import type { DailyTotal } from '@pointpay/contracts'
import { DataTable, type Column } from '../../components/data-table.tsx'
import { formatCount, formatKrw } from '../../format/krw.ts'
import { messages } from '../../messages.ts'

const words = messages.settlement

const columns: readonly Column<DailyTotal>[] = [
  { label: words.day, heads: true, cell: ({ day }) => <span class="number">{day}</span> },
  ...(['credited', 'cancelled'] as const).flatMap((which): Column<DailyTotal>[] => [
    {
      label: `${words[which]} ${words.count}`,
      align: 'end',
      cell: (day) => <span class="number">{formatCount(day[which].count)}</span>,
    },
    {
      label: words[which],
      align: 'end',
      cell: (day) => <span class="number">{formatKrw(day[which].amount)}</span>,
    },
  ]),
]

/** The days on which something moved, newest first; the drawing above has them all. */
export function DailyTable({ days }: { days: readonly DailyTotal[] }) {
  const moved = days.filter(({ credited, cancelled }) => credited.count + cancelled.count > 0)
  return (
    <DataTable
      label={words.tableLabel}
      columns={columns}
      rows={moved.toReversed()}
      keyOf={({ day }) => day}
    />
  )
}

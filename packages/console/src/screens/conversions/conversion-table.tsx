import type { ConversionRow } from '@pointpay/contracts'
import { DataTable, type Column } from '../../components/data-table.tsx'
import { Instant } from '../../components/instant.tsx'
import { Link } from '../../components/link.tsx'
import { StateBadge } from '../../components/state-badge.tsx'
import { TestBadge } from '../../components/test-badge.tsx'
import { formatKrw } from '../../format/krw.ts'
import { messages } from '../../messages.ts'
import { hrefToConversion } from '../../routing/routes.ts'

const words = messages.conversion

const columns: readonly Column<ConversionRow>[] = [
  {
    label: words.transactionNumber,
    heads: true,
    cell: (row) => (
      <Link class="code" href={hrefToConversion(row.mediaCode, row.transactionNumber)}>
        {row.transactionNumber}
      </Link>
    ),
  },
  {
    label: words.state,
    cell: (row) => (
      <span class="badges">
        <StateBadge state={row.state} />
        {row.test && <TestBadge />}
      </span>
    ),
  },
  { label: words.memberId, cell: (row) => <span class="code">{row.memberId}</span> },
  { label: words.amount, align: 'end', cell: (row) => <span class="number">{formatKrw(row.amount)}</span> },
  { label: words.convertedAt, cell: (row) => <Instant at={row.convertedAt} /> },
  { label: words.media, cell: (row) => row.mediaCode },
]

export function ConversionTable({ rows }: { rows: readonly ConversionRow[] }) {
  return (
    <DataTable
      label={words.listLabel}
      columns={columns}
      rows={rows}
      keyOf={(row) => `${row.mediaCode}/${row.transactionNumber}`}
    />
  )
}

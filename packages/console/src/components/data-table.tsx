import type { ComponentChildren } from 'preact'

export interface Column<Row> {
  label: string
  cell(row: Row): ComponentChildren
  /** Numbers stand at the right, so that their digits line up. */
  align?: 'end'
  /** The cell that names the row; a card's headline on a phone. */
  heads?: boolean
}

export interface DataTableProps<Row> {
  label: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  keyOf(row: Row): string
}

/**
 * A table that becomes cards on a phone. The roles are written out because `display: block`, which makes the cards,
 * takes the table's own away from screen readers.
 */
export function DataTable<Row>({ label, columns, rows, keyOf }: DataTableProps<Row>) {
  return (
    <table class="table" role="table" aria-label={label}>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th key={column.label} role="columnheader" scope="col" data-align={column.align}>
              {column.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr key={keyOf(row)} role="row">
            {columns.map((column) => (
              <td
                key={column.label}
                role={column.heads ? 'rowheader' : 'cell'}
                data-label={column.label}
                data-align={column.align}
                data-heads={column.heads}
              >
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

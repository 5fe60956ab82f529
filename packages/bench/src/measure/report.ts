/** One figure of a benchmark, with what it is held against. */
export interface Figure {
  /** What was measured, e.g. `time to pressable`. */
  name: string
  /** For which of the things compared, e.g. `our script tag`. */
  subject: string
  value: number
  unit: string
  /** What it must keep to, e.g. `≤ 1.5 × the pasted script's`; left out: told for comparison. */
  goal?: { text: string; met: boolean }
}

export interface BenchReport {
  /** e.g. `storefront`. */
  bench: string
  /** How it was measured, in a sentence or two. */
  method: string
  figures: Figure[]
}

/** A report as a table for people. */
export function formatReport({ bench, method, figures }: BenchReport): string {
  const rows = figures.map((figure) => [
    figure.name,
    figure.subject,
    `${formatValue(figure.value)} ${figure.unit}`,
    figure.goal ? `${figure.goal.met ? 'met' : 'MISSED'}: ${figure.goal.text}` : '',
  ])
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const lines = rows.map((row) =>
    row
      .map((cell, column) =>
        column === 2 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  )
  return [`\n${bench}`, method, '', ...lines].join('\n')
}

function formatValue(value: number): string {
  if (!Number.isFinite(value)) return '–'
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2
  return value.toLocaleString('en-US', { maximumFractionDigits: digits })
}

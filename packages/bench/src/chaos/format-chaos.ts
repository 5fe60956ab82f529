import type { ChaosResult } from './run-chaos.ts'

/** A run's result for people. */
export function formatChaos({
  options,
  verdict,
  naive,
  events,
  calls,
  unsettled,
  ...run
}: ChaosResult): string {
  const lines: [string, string | number][] = [
    ['seed', options.seed],
    ['time', `${run.seconds.toFixed(1)} s`],
    ['workers killed', run.kills],
    ['workers frozen', run.freezes],
    ['database restarts', run.databaseRestarts],
    ['owners who consented again, by reason', JSON.stringify(run.consents)],
    ['answers of Cafe24, by status', JSON.stringify(calls)],
    ['attempts', events['send'] ?? 0],
    [
      'sent again',
      (events['not-applied'] ?? 0) + (events['absent-twice'] ?? 0) + (events['handed-back'] ?? 0),
    ],
    ['unclear', (events['unclear'] ?? 0) + (events['lease-ended'] ?? 0)],
    ['found in the books', events['found'] ?? 0],
    ['absent twice', events['absent-twice'] ?? 0],
    ['left unsettled', Object.keys(unsettled).length === 0 ? 0 : JSON.stringify(unsettled)],
  ]
  const width = Math.max(...lines.map(([name]) => name.length))
  const rows = [
    ['', 'credits', 'exactly once', 'lost or doubled', 'refused, untouched', 'cancelled once'],
    [
      'PointPay',
      options.credits,
      verdict.appliedOnce,
      verdict.differences.length,
      verdict.refusedUntouched,
      verdict.cancelledOnce,
    ],
    [
      'naive client',
      naive.credits,
      naive.once,
      `${naive.lost} + ${naive.doubled} (${naive.tooMuch.toLocaleString('en-US')} won too much)`,
      '',
      '',
    ],
  ].map((row) => row.map(String))
  const columns = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
  return [
    '',
    ...lines.map(([name, value]) => `${name.padEnd(width)}  ${value}`),
    '',
    ...rows.map((row) =>
      row
        .map((cell, column) => cell.padEnd(columns[column] ?? 0))
        .join('  ')
        .trimEnd(),
    ),
    ...verdict.differences.slice(0, 50).map((difference) => `DIFFERENCE ${difference}`),
  ].join('\n')
}

import type { ChaosResult } from './run-chaos.ts'
import type { DifferenceKind } from './verdict.ts'

/** Parts that need a person, of all parts. */
const PERSON_GOAL = 0.005
/** Longer lists are cut here; the JSON of the run has all. */
const MAX_SHOWN = 20

/** A run's result for people. */
export function formatChaos({
  options,
  verdict,
  naive,
  events,
  calls,
  unsettled,
  person,
  ...run
}: ChaosResult): string {
  const differences = (kind: DifferenceKind) =>
    verdict.differences.filter((difference) => difference.kind === kind).length
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
    ['found in the point history', events['found'] ?? 0],
    ['absent twice', events['absent-twice'] ?? 0],
    ['rows of other apps and people', run.otherRows],
    [
      'cancels, by how they ended',
      `${JSON.stringify(run.cancels.ends)}, ${run.cancels.asked} after a question`,
    ],
    ['parts that needed a person', personLine(person, run.parts)],
    ['left unsettled', Object.keys(unsettled).length === 0 ? 0 : JSON.stringify(unsettled)],
  ]
  const width = Math.max(...lines.map(([name]) => name.length))
  const rows = [
    ['', 'credits', 'exactly once', 'lost', 'doubled', 'unasked', 'refused, untouched', 'cancelled once'],
    [
      'PointPay',
      options.credits,
      verdict.appliedOnce,
      differences('lost'),
      differences('doubled'),
      differences('unasked'),
      verdict.refusedUntouched,
      verdict.cancelledOnce,
    ],
    [
      'naive client',
      naive.credits,
      naive.once,
      naive.lost,
      `${naive.doubled} (${naive.tooMuch.toLocaleString('en-US')} won too much)`,
      '',
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
    ...verdict.differences.slice(0, MAX_SHOWN).map(({ kind, text }) => `DIFFERENCE ${kind}: ${text}`),
    ...run.cancels.untaken.slice(0, MAX_SHOWN).map((line) => `CANCEL NOT TAKEN ${line}`),
    ...run.evidence.slice(0, MAX_SHOWN),
  ].join('\n')
}

function personLine({ parts, decisions, byCode }: ChaosResult['person'], allParts: number): string {
  const share = parts / Math.max(1, allParts)
  const goal = `${share <= PERSON_GOAL ? 'meets' : 'misses'} ≤ ${PERSON_GOAL * 100} %`
  return `${parts} of ${allParts}, ${(share * 100).toFixed(2)} % (${goal}), ${decisions} decisions ${JSON.stringify(byCode)}`
}

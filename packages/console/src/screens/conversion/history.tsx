import type { HistoryEntry } from '@pointpay/contracts'
import { Instant } from '../../components/instant.tsx'
import { messages } from '../../messages.ts'

const words = messages.conversion

export interface HistoryProps {
  entries: readonly HistoryEntry[]
  /** Made in test mode: Cafe24 was never called. */
  test: boolean
}

/** Everything that happened, newest first: what, why, who and when. */
export function History({ entries, test }: HistoryProps) {
  if (entries.length === 0) return <p class="quiet">{words.historyEmpty}</p>
  return (
    <ol class="history" reversed>
      {entries.toReversed().map((entry, index) => (
        <li key={entries.length - index} class={`history__entry history__entry--${entry.subject}`}>
          <p class="history__what">
            <span class="tag">{messages.historySubject[entry.subject]}</span>
            {entry.part !== null && <span class="tag">{words.part(entry.part)}</span>}
            <span>{moveText(entry, test)}</span>
          </p>
          {entry.reason && <p class="history__reason">{entry.reason}</p>}
          <p class="history__when">
            <Instant at={entry.at} /> · {entry.by ?? words.system}
          </p>
        </li>
      ))}
    </ol>
  )
}

function moveText({ subject, from, to }: HistoryEntry, test: boolean): string {
  const move = `${subject}:${to}`
  return (
    (test ? messages.moveOfTest[move] : undefined) ?? messages.move[move] ?? (from ? `${from} → ${to}` : to)
  )
}

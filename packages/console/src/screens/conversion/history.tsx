import type { HistoryEntry } from '@pointpay/contracts'
import { Instant } from '../../components/instant.tsx'
import { messages } from '../../messages.ts'

const words = messages.conversion

/** Everything that happened, newest first: what, why, who and when. */
export function History({ entries }: { entries: readonly HistoryEntry[] }) {
  if (entries.length === 0) return <p class="quiet">{words.historyEmpty}</p>
  return (
    <ol class="history" reversed>
      {entries.toReversed().map((entry, index) => (
        <li key={entries.length - index} class={`history__entry history__entry--${entry.subject}`}>
          <p class="history__what">
            <span class="tag">{messages.historySubject[entry.subject]}</span>
            {entry.part !== null && <span class="tag">{words.part(entry.part)}</span>}
            <span>{moveText(entry)}</span>
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

function moveText({ subject, from, to }: HistoryEntry): string {
  return messages.move[`${subject}:${to}`] ?? (from ? `${from} → ${to}` : to)
}

import { byHandChoices, type AuditEntry } from '@pointpay/contracts'
import { useModel } from '@preact/signals'
import { useApp } from '../../app-context.ts'
import { DataTable, type Column } from '../../components/data-table.tsx'
import { Empty } from '../../components/empty.tsx'
import { Instant } from '../../components/instant.tsx'
import { Paged } from '../../components/paged.tsx'
import { Page } from '../../components/page.tsx'
import { messages } from '../../messages.ts'
import { AuditModel } from '../../models/audit.ts'

const words = messages.audit

const columns: readonly Column<AuditEntry>[] = [
  { label: words.at, heads: true, cell: ({ at }) => <Instant at={at} /> },
  { label: words.by, cell: ({ by }) => <span class="code">{by}</span> },
  { label: words.action, cell: ({ action }) => words.actions[action] ?? action },
  { label: words.media, cell: ({ mediaCode }) => mediaCode ?? messages.none },
  { label: words.subject, cell: ({ subject }) => <span class="code">{subject ?? messages.none}</span> },
  { label: words.outcome, cell: ({ outcome }) => outcomeText(outcome) },
]

/**
 * A decision is noted as `credit-refused: abandon (why)`, a cancel after which a person had to choose as `done: taken`,
 * anything else by one word.
 */
function outcomeText(outcome: string): string {
  const [, kind = '', decision = '', note = ''] = /^([\w-]+): ([\w-]+) \((.*)\)$/s.exec(outcome) ?? []
  const { kind: kinds, decision: decisions } = messages.review as Decisions
  if (kind in kinds && decision in decisions) return `${kinds[kind]}: ${decisions[decision]} (${note})`
  const choice = byHandChoices.find((each) => outcome.endsWith(`: ${each}`))
  if (choice) return `${outcomeWords(outcome.slice(0, -`: ${choice}`.length))}: ${words.byHand[choice]}`
  return outcomeWords(outcome)
}

function outcomeWords(outcome: string): string {
  return words.outcomes[outcome] ?? outcome
}

type Decisions = Record<'kind' | 'decision', Readonly<Record<string, string>>>

/** Every log-in, cancel, decision and change, with who and when. */
export function AuditScreen() {
  const app = useApp()
  const model = useModel(() => new AuditModel(app))
  return (
    <Page title={words.title}>
      <Paged pages={model} empty={<Empty title={words.emptyTitle}>{words.empty}</Empty>}>
        {(entries) => (
          <DataTable
            label={words.listLabel}
            columns={columns}
            rows={entries}
            keyOf={(entry) => `${entry.at} ${entry.action} ${entry.subject} ${entries.indexOf(entry)}`}
          />
        )}
      </Paged>
    </Page>
  )
}

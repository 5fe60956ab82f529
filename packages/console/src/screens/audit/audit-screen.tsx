import type { AuditAction, AuditEntry } from '@pointpay/contracts'
import { useModel } from '@preact/signals'
import { useApp } from '../../app-context.ts'
import { DataTable, type Column } from '../../components/data-table.tsx'
import { Empty } from '../../components/empty.tsx'
import { Instant } from '../../components/instant.tsx'
import { Paged } from '../../components/paged.tsx'
import { Page } from '../../components/page.tsx'
import { messages } from '../../messages.ts'
import { auditSearchOf, type AuditSearch } from '../../models/audit-query.ts'
import { AuditModel } from '../../models/audit.ts'
import { AuditChanges } from './audit-changes.tsx'
import { AuditSearchForm } from './audit-search-form.tsx'
import { outcomeText } from './outcome-text.ts'

const words = messages.audit

const columns: readonly Column<AuditEntry>[] = [
  { label: words.at, heads: true, cell: ({ at }) => <Instant at={at} /> },
  { label: words.by, cell: ({ by }) => <span class="code">{by}</span> },
  // A line of another version may have an action that this console does not know.
  { label: words.action, cell: ({ action }) => words.actions[action as AuditAction] ?? action },
  { label: words.media, cell: ({ mediaCode }) => mediaCode ?? messages.none },
  { label: words.subject, cell: ({ subject }) => <span class="code">{subject ?? messages.none}</span> },
  {
    label: words.outcome,
    cell: (entry) => (
      <div class="audit-outcome">
        {outcomeText(entry.outcome)}
        <AuditChanges entry={entry} />
      </div>
    ),
  },
]

/** Every log-in, cancel, decision, change and reading of a member's data, with who and when. */
export function AuditScreen() {
  const { router } = useApp()
  const { search: key, searchParams } = router.address.value
  const search = auditSearchOf(searchParams)
  return (
    <Page title={words.title}>
      <AuditSearchForm key={`form${key}`} search={search} />
      <Found key={`rows${key}`} search={search} />
    </Page>
  )
}

function Found({ search }: { search: AuditSearch }) {
  const app = useApp()
  const model = useModel(() => new AuditModel(app, search))
  const isSearch = Object.values(search).some(Boolean)
  return (
    <Paged
      pages={model}
      empty={<Empty title={words.emptyTitle}>{isSearch ? words.emptySearch : words.empty}</Empty>}
    >
      {(entries) => (
        <DataTable
          label={words.listLabel}
          columns={columns}
          rows={entries}
          keyOf={(entry) => `${entry.at} ${entry.action} ${entry.subject} ${entries.indexOf(entry)}`}
        />
      )}
    </Paged>
  )
}

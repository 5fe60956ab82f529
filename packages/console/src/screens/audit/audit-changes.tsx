import type { AuditEntry } from '@pointpay/contracts'
import { formatCount } from '../../format/krw.ts'
import { messages } from '../../messages.ts'
import { shownChanges, type ShownChange } from '../../models/audit-changes.ts'

const words = messages.audit

/** More than these are folded up, so that a line of a new media is not a page. */
const MAX_UNFOLDED = 4

/** What was changed, old and new, field by field. */
export function AuditChanges({ entry }: { entry: AuditEntry }) {
  const changes = shownChanges(entry)
  if (changes.length === 0) return null
  if (changes.length <= MAX_UNFOLDED) return <Changes changes={changes} />
  return (
    <details>
      <summary>{words.changes(formatCount(changes.length))}</summary>
      <Changes changes={changes} />
    </details>
  )
}

function Changes({ changes }: { changes: readonly ShownChange[] }) {
  return (
    <dl class="changes">
      {changes.map((change) => (
        <div key={change.field}>
          <dt>{change.field}</dt>
          <dd>
            <ChangeText change={change} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

function ChangeText({ change }: { change: ShownChange }) {
  switch (change.kind) {
    case 'secret':
      return <span class="quiet">{words.secretChanged}</span>
    case 'value':
      return (
        <>
          <del>{change.from}</del> <span aria-hidden="true">→</span> <ins>{change.to}</ins>
        </>
      )
    case 'list':
      return (
        <ul class="plain">
          {change.removed.map((each) => (
            <li key={each}>
              {words.removed} <del>{each}</del>
            </li>
          ))}
          {change.added.map((each) => (
            <li key={each}>
              {words.added} <ins>{each}</ins>
            </li>
          ))}
        </ul>
      )
  }
}

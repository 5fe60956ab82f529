import type { AccountView } from '@pointpay/contracts'
import { useModel, useSignal } from '@preact/signals'
import { useApp } from '../../app-context.ts'
import { Badge } from '../../components/badge.tsx'
import { DataTable, type Column } from '../../components/data-table.tsx'
import { DeedOutcome } from '../../components/deed-outcome.tsx'
import { Instant } from '../../components/instant.tsx'
import { LoadedView } from '../../components/loaded-view.tsx'
import { Page } from '../../components/page.tsx'
import { messages } from '../../messages.ts'
import { AccountsModel } from '../../models/accounts.ts'
import { AccountDialog } from './account-dialog.tsx'

const words = messages.account

const columnsFor = (edit: (account: AccountView) => void): readonly Column<AccountView>[] => [
  { label: words.login, heads: true, cell: (account) => <span class="code">{account.login}</span> },
  { label: words.name, cell: (account) => account.name },
  { label: words.role, cell: (account) => messages.role[account.role] },
  {
    label: words.mediaCodes,
    cell: (account) => (account.role === 'operator' ? words.allMedia : account.mediaCodes.join(', ')),
  },
  {
    label: words.lastLoginAt,
    cell: (account) => (account.lastLoginAt ? <Instant at={account.lastLoginAt} /> : words.neverLoggedIn),
  },
  {
    label: words.stateLabel,
    cell: (account) =>
      account.disabled ? (
        <Badge tone="bad" shape="bad" text={words.disabled} />
      ) : (
        <Badge tone="good" shape="done" text={words.enabled} />
      ),
  },
  {
    label: messages.secondFactor.label,
    cell: (account) => (account.secondFactor ? messages.secondFactor.on : messages.secondFactor.off),
  },
  {
    label: words.editShort,
    cell: (account) => (
      <button
        type="button"
        class="button"
        aria-label={words.edit(account.login)}
        onClick={() => edit(account)}
      >
        {words.editShort}
      </button>
    ),
  },
]

/** Who may log in, as what, to which media. */
export function AccountsScreen() {
  const app = useApp()
  const model = useModel(() => new AccountsModel(app))
  const editing = useSignal<AccountView | 'new' | null>(null)
  const columns = columnsFor((account) => (editing.value = account))
  return (
    <Page
      title={words.title}
      actions={
        <button type="button" class="button button--primary" onClick={() => (editing.value = 'new')}>
          {words.add}
        </button>
      }
    >
      <DeedOutcome done={model.done.value} />
      <LoadedView state={model.state.value} reload={model.reload} lines={6}>
        {({ items }) => (
          <DataTable label={words.listLabel} columns={columns} rows={items} keyOf={({ login }) => login} />
        )}
      </LoadedView>
      {editing.value && (
        <AccountDialog
          {...(editing.value === 'new' ? {} : { account: editing.value })}
          media={model.media.value}
          onClose={() => (editing.value = null)}
          saved={({ login }) => {
            const told = editing.value === 'new' ? words.added(login) : words.changed(login)
            editing.value = null
            void model.saved(told)
          }}
        />
      )}
    </Page>
  )
}

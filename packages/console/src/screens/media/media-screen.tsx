import type { MediaStatus } from '@pointpay/contracts'
import { useModel } from '@preact/signals'
import { useApp } from '../../app-context.ts'
import { Badge } from '../../components/badge.tsx'
import { DataTable, type Column } from '../../components/data-table.tsx'
import { Empty } from '../../components/empty.tsx'
import { Instant } from '../../components/instant.tsx'
import { Link } from '../../components/link.tsx'
import { LoadedView } from '../../components/loaded-view.tsx'
import { Page } from '../../components/page.tsx'
import { TestBadge } from '../../components/test-badge.tsx'
import { formatCount } from '../../format/krw.ts'
import { messages } from '../../messages.ts'
import { MediaListModel } from '../../models/media-list.ts'
import { hrefTo, hrefToMedia } from '../../routing/routes.ts'
import { ConsentBadge } from './consent-badge.tsx'
import { MediaFilter } from './media-filter.tsx'

const words = messages.media

const columns: readonly Column<MediaStatus>[] = [
  {
    label: words.name,
    heads: true,
    cell: (media) => (
      <span class="badges">
        <Link href={hrefToMedia(media.code)}>{media.name}</Link>
        {media.mode === 'test' && <TestBadge />}
        {media.unusual.length > 0 && <Badge tone="attention" shape="attention" text={words.unusual.badge} />}
        {media.kind === 'cafe24' && media.returnUrl === null && (
          <Badge tone="bad" shape="bad" text={words.keyUnreadable} />
        )}
      </span>
    ),
  },
  { label: words.code, cell: (media) => <span class="code">{media.code}</span> },
  { label: words.consentLabel, cell: (media) => <ConsentBadge consent={media.consent} /> },
  {
    label: words.tokenGoodUntil,
    cell: (media) => (media.tokenGoodUntil ? <Instant at={media.tokenGoodUntil} /> : messages.none),
  },
  {
    label: words.lastCreditAt,
    cell: (media) => (media.lastCreditAt ? <Instant at={media.lastCreditAt} /> : words.neverCredited),
  },
  { label: words.backlog, align: 'end', cell: (media) => formatCount(media.backlog) },
  { label: words.needsPerson, align: 'end', cell: (media) => formatCount(media.needsPerson) },
]

/** Every media that this account may see, and how each stands. */
export function MediaScreen() {
  const app = useApp()
  const model = useModel(() => new MediaListModel(app))
  const isOperator = app.me.role === 'operator'
  return (
    <Page
      title={words.title}
      actions={
        isOperator && (
          <Link class="button button--primary" href={hrefTo('new-media')}>
            {words.add}
          </Link>
        )
      }
    >
      <LoadedView state={model.state.value} reload={model.reload} lines={6}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={words.emptyTitle}>{isOperator ? words.emptyOperator : words.emptyManager}</Empty>
          ) : (
            <>
              <MediaFilter model={model} count={items.length} />
              {model.found.value.length === 0 ? (
                <Empty title={words.noneFoundTitle}>{words.noneFound}</Empty>
              ) : (
                <DataTable
                  label={words.listLabel}
                  columns={columns}
                  rows={model.found.value}
                  keyOf={(media) => media.code}
                />
              )}
            </>
          )
        }
      </LoadedView>
    </Page>
  )
}

import { servedShops, type MediaStatus, type Shop } from '@pointpay/contracts'
import { useId } from 'preact/hooks'
import { Badge, type Tone } from '../../components/badge.tsx'
import { DataTable, type Column } from '../../components/data-table.tsx'
import type { IconShape } from '../../components/icon.tsx'
import { Instant } from '../../components/instant.tsx'
import { Notice } from '../../components/notice.tsx'
import { messages } from '../../messages.ts'
import { shopStanding, type ShopStanding } from '../../models/shop-standing.ts'

const words = messages.media.shop

const looks: Record<ShopStanding, [Tone, IconShape]> = {
  served: ['good', 'done'],
  'other-currency': ['attention', 'undone'],
  closed: ['quiet', 'bad'],
}

const columns: readonly Column<Shop>[] = [
  { label: words.number, heads: true, cell: ({ shopNo }) => words.numberOf(shopNo) },
  { label: words.name, cell: ({ name }) => name ?? <Unknown /> },
  { label: words.currency, cell: ({ currency }) => <span class="code code--short">{currency}</span> },
  {
    label: words.language,
    cell: ({ language }) => (language ? <span class="code code--short">{language}</span> : <Unknown />),
  },
  { label: words.stateLabel, cell: (shop) => <StandingBadge standing={shopStanding(shop)} /> },
]

export interface ShopsProps {
  media: MediaStatus
  working: boolean
  /** Left out: this account may not. */
  change?: { read(): Promise<void>; edit(): void }
}

/** The shops of a media's mall, and in which of them conversions are credited. */
export function Shops({ media: { shops, shopsReadAt, shopsReadable }, working, change }: ShopsProps) {
  const hint = useId()
  return (
    <section class="panel">
      <h2>{words.title}</h2>
      {shops.length > 0 && (
        <DataTable
          label={words.listLabel}
          columns={columns}
          rows={shops}
          keyOf={({ shopNo }) => String(shopNo)}
        />
      )}
      {servedShops(shops).length === 0 && <Notice tone="attention">{words.noneServed}</Notice>}
      <p class="quiet">
        {shopsReadAt === null ? (
          words.byHand
        ) : (
          <>
            {words.readAt} · <Instant at={shopsReadAt} />
          </>
        )}
      </p>
      {change && (
        <>
          <div class="buttons">
            <button
              type="button"
              class="button"
              aria-disabled={working}
              aria-describedby={shopsReadable ? undefined : hint}
              onClick={() => !working && void change.read()}
            >
              {working ? messages.media.working : words.read}
            </button>
            <button type="button" class="button" onClick={change.edit}>
              {words.edit}
            </button>
          </div>
          {!shopsReadable && (
            <p id={hint} class="field__hint">
              {words.readNeedsConsent}
            </p>
          )}
        </>
      )}
    </section>
  )
}

function StandingBadge({ standing }: { standing: ShopStanding }) {
  const [tone, shape] = looks[standing]
  return <Badge tone={tone} shape={shape} text={words.standing[standing]} />
}

function Unknown() {
  return <span class="quiet">{words.unknown}</span>
}

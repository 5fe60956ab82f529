import { useModel } from '@preact/signals'
import { useApp } from '../../app-context.ts'
import { Empty } from '../../components/empty.tsx'
import { LoadedView } from '../../components/loaded-view.tsx'
import { Page } from '../../components/page.tsx'
import { messages } from '../../messages.ts'
import {
  SettlementModel,
  settlementError,
  settlementSearchOf,
  totalsQueryOf,
  type SettlementSearch,
} from '../../models/settlement.ts'
import { DailyChart } from './daily-chart.tsx'
import { DailyTable } from './daily-table.tsx'
import { SettlementForm } from './settlement-form.tsx'
import { Sums } from './sums.tsx'

const words = messages.settlement

/** What was credited and taken back, day by day, and the file for the books. */
export function SettlementScreen() {
  const { router, api, now } = useApp()
  const { search: key, searchParams } = router.address.value
  const search = settlementSearchOf(searchParams, now())
  const fits = settlementError(search) === null
  return (
    <Page
      title={words.title}
      actions={
        fits && (
          <a class="button" href={api.settlementUrl(totalsQueryOf(search))} download>
            {words.csv}
          </a>
        )
      }
    >
      <SettlementForm key={`form${key}`} search={search} />
      {fits && <Totals key={`totals${key}`} search={search} />}
    </Page>
  )
}

function Totals({ search }: { search: SettlementSearch }) {
  const app = useApp()
  const model = useModel(() => new SettlementModel(app, search))
  return (
    <LoadedView state={model.state.value} reload={model.reload} lines={8}>
      {({ items }) =>
        items.every((day) => day.credited.count + day.cancelled.count === 0) ? (
          <Empty title={words.emptyTitle}>{words.empty}</Empty>
        ) : (
          <>
            <Sums days={items} />
            <DailyChart days={items} />
            <DailyTable days={items} />
          </>
        )
      }
    </LoadedView>
  )
}

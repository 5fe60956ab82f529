import { useModel } from '@preact/signals'
import { useApp } from '../../app-context.ts'
import { Empty } from '../../components/empty.tsx'
import { Paged } from '../../components/paged.tsx'
import { Page } from '../../components/page.tsx'
import { messages } from '../../messages.ts'
import { searchErrors, searchOf, type ConversionSearch } from '../../models/conversion-query.ts'
import { ConversionsModel } from '../../models/conversions.ts'
import { ConversionSearchForm } from './conversion-search-form.tsx'
import { ConversionTable } from './conversion-table.tsx'

/** `KT포인트다모아`: the guide's menu where a media manager searches by member id and cancels. */
export function ConversionsScreen() {
  const { router } = useApp()
  const { search: key, searchParams } = router.address.value
  const search = searchOf(searchParams)
  return (
    <Page title={messages.menu.conversions}>
      <ConversionSearchForm key={`form${key}`} search={search} />
      {Object.keys(searchErrors(search)).length === 0 && <Found key={`rows${key}`} search={search} />}
    </Page>
  )
}

function Found({ search }: { search: ConversionSearch }) {
  const app = useApp()
  const model = useModel(() => new ConversionsModel(app, search))
  const words = messages.conversion
  const searched = Object.values(search).some(Boolean)
  return (
    <Paged
      pages={model}
      empty={<Empty title={words.emptyTitle}>{searched ? words.emptySearch : words.emptyAll}</Empty>}
    >
      {(rows) => <ConversionTable rows={rows} />}
    </Paged>
  )
}

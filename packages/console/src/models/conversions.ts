import { createModel } from '@preact/signals'
import type { AppContext } from '../app-context.ts'
import { queryOf, type ConversionSearch } from './conversion-query.ts'
import { pages } from './pages.ts'

/** The conversions that a search finds, newest first, page after page. */
export const ConversionsModel = createModel(({ api, connection }: AppContext, search: ConversionSearch) => {
  const query = queryOf(search)
  return pages(
    (cursor, signal) => api.conversions(cursor === undefined ? query : { ...query, cursor }, signal),
    connection,
  )
})

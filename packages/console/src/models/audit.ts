import { createModel } from '@preact/signals'
import type { AppContext } from '../app-context.ts'
import { auditQueryOf, type AuditSearch } from './audit-query.ts'
import { pages } from './pages.ts'

/** Who did what, newest first, page after page. */
export const AuditModel = createModel(({ api, connection }: AppContext, search: AuditSearch) => {
  const query = auditQueryOf(search)
  return pages(
    (cursor, signal) => api.audit(cursor === undefined ? query : { ...query, cursor }, signal),
    connection,
  )
})

import { createModel } from '@preact/signals'
import type { AppContext } from '../app-context.ts'
import { pages } from './pages.ts'

/** Who did what, newest first, page after page. */
export const AuditModel = createModel(({ api, connection }: AppContext) =>
  pages((cursor, signal) => api.audit(cursor, signal), connection),
)

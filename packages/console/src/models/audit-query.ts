import { auditQuerySchema, type AuditQuery } from '@pointpay/contracts'

export type AuditSearch = Record<'by' | 'action', string>

/** What the address holds, so that a search can be reloaded, sent and gone back to. */
export function auditSearchOf(params: URLSearchParams): AuditSearch {
  return { by: (params.get('by') ?? '').trim(), action: params.get('action') ?? '' }
}

/** The search as the API takes it; what is no valid condition is left out. */
export function auditQueryOf(search: AuditSearch): AuditQuery {
  const by = auditQuerySchema.shape.by.safeParse(search.by || undefined).data
  const action = auditQuerySchema.shape.action.safeParse(search.action || undefined).data
  return { ...(by ? { by } : {}), ...(action ? { action } : {}) }
}

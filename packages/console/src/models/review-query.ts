import { reviewQuerySchema, type ReviewQuery } from '@pointpay/contracts'

export type ReviewSearch = Record<'mediaCode' | 'kind', string>

/** What the address holds, so that a narrowed list can be reloaded, sent and gone back to. */
export function reviewSearchOf(params: URLSearchParams): ReviewSearch {
  return { mediaCode: params.get('mediaCode') ?? '', kind: params.get('kind') ?? '' }
}

/** The search as the API takes it; what is no valid condition is left out. */
export function reviewQueryOf(search: ReviewSearch): ReviewQuery {
  const mediaCode = reviewQuerySchema.shape.mediaCode.safeParse(search.mediaCode || undefined).data
  const kind = reviewQuerySchema.shape.kind.safeParse(search.kind || undefined).data
  return { ...(mediaCode ? { mediaCode } : {}), ...(kind ? { kind } : {}) }
}

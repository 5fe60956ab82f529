import type { TransactionNumber } from '@pointpay/contracts'
import type { ReviewKey } from '@pointpay/credit'
import { isInstant } from '../conversions/page-key.ts'
import type { GivenUpKey } from '../ports.ts'

/** How far a reader of the review queue has come in each of its sources; null: nowhere yet. */
export interface ReviewCursor {
  part: ReviewKey | null
  postback: GivenUpKey | null
}

const instant = String.raw`(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)`
const cursorPattern = new RegExp(`^(?:${instant}~(\\d{1,15}))?!(?:${instant}~([A-Za-z0-9_-]{1,64}))?$`)

export function writeCursor({ part, postback }: ReviewCursor): string {
  const parts = part ? `${part.at}~${part.partId}` : ''
  const postbacks = postback ? `${postback.at}~${postback.transactionNumber}` : ''
  return `${parts}!${postbacks}`
}

/** null: not one of ours. */
export function parseReviewCursor(cursor: string): ReviewCursor | null {
  const found = cursorPattern.exec(cursor)
  if (!found) return null
  const [, partAt, partId, postbackAt, transactionNumber] = found
  if ([partAt, postbackAt].some((at) => at !== undefined && !isInstant(at))) return null
  return {
    part: partAt ? { at: partAt, partId: partId as ReviewKey['partId'] } : null,
    postback: postbackAt
      ? { at: postbackAt, transactionNumber: transactionNumber as TransactionNumber }
      : null,
  }
}

import type {
  ConversionPage,
  ConversionQuery,
  ConversionRow,
  Krw,
  MediaCode,
  MemberId,
  PointKindCode,
  Points,
  TransactionNumber,
} from '@pointpay/contracts'
import type { ConsoleDb } from '../deps.ts'
import { endOfDay, startOfDay } from '../kst-day.ts'
import { ConsoleRefusal } from '../refusal.ts'
import { findConversions } from './conversion-page.ts'
import { findCredits } from './credit-page.ts'
import { comparePageKeys, cursorOf, parseCursor } from './page-key.ts'
import type { FoundRow, Search, SearchedMedia } from './search.ts'

const PAGE_SIZE = 50

/**
 * One page of credits and of conversions without one, newest first.
 * @throws {ConsoleRefusal} `invalid_request` for a cursor that is not ours
 */
export async function findPage(
  db: ConsoleDb,
  media: readonly SearchedMedia[],
  query: ConversionQuery,
): Promise<ConversionPage> {
  const after = query.cursor === undefined ? undefined : parseCursor(query.cursor)
  if (after === null) throw new ConsoleRefusal('invalid_request', { field: 'cursor' })
  const search: Search = {
    mediaCodes: media.map(({ code }) => code),
    limit: PAGE_SIZE + 1,
    ...(query.memberId === undefined ? {} : { memberId: query.memberId }),
    ...(query.transactionNumber === undefined ? {} : { transactionNumber: query.transactionNumber }),
    ...(query.state === undefined ? {} : { state: query.state }),
    ...(query.from === undefined ? {} : { from: startOfDay(query.from) }),
    ...(query.to === undefined ? {} : { to: endOfDay(query.to) }),
    ...(after ? { after } : {}),
  }
  const credits = await findCredits(db, search)
  const since = credits.length > PAGE_SIZE ? credits.at(-1)!.key : null
  const deliveredOf = media.filter(({ kind }) => kind === 'own-backend').map(({ code }) => code)
  const conversions = await findConversions(db, { ...search, since, deliveredOf })
  const rows = [...credits, ...conversions].sort((one, other) => comparePageKeys(one.key, other.key))
  const shown = rows.slice(0, PAGE_SIZE)
  return {
    items: shown.map(present),
    nextCursor: rows.length > PAGE_SIZE ? cursorOf(shown.at(-1)!.key) : null,
  }
}

function present(row: FoundRow): ConversionRow {
  return {
    mediaCode: row.mediaCode as MediaCode,
    test: row.test,
    transactionNumber: row.transactionNumber as TransactionNumber,
    memberId: row.memberId as MemberId,
    pointKind: row.pointKind as PointKindCode | null,
    points: row.points as Points | null,
    amount: row.amount as Krw,
    state: row.state,
    convertedAt: row.convertedAt.toISOString(),
    creditedAt: row.creditedAt?.toISOString() ?? null,
  }
}

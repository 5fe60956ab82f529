import { sql, type RawBuilder, type Selectable } from 'kysely'
import type { Context } from '../context.ts'
import type { Ledger } from '../credit-types.ts'
import type { CreditTable, PartTable } from '../tables/tables.ts'
import { decisionsFor } from './decisions.ts'
import { keyOf, readCredit, readPart } from './read-credit.ts'
import { readHistories } from './read-history.ts'
import type { HistoryLine, PartId, Review, ReviewQuery } from './types.ts'

const DEFAULT_LIMIT = 50
const MAX_LIMIT = 500

interface Waiting extends Pick<
  Selectable<PartTable>,
  'id' | 'credit_id' | 'direction' | 'state' | 'changed_at'
> {
  /** `changed_at` with its microseconds. */
  at: string
}

const kinds: Record<Review['kind'], Pick<PartTable, 'direction' | 'state'>> = {
  'credit-unknown': { direction: 'increase', state: 'review' },
  'credit-refused': { direction: 'increase', state: 'refused' },
  'cancel-unknown': { direction: 'decrease', state: 'review' },
  'cancel-refused': { direction: 'decrease', state: 'refused' },
}

/** What waits for a person. */
export function createReviews({ db }: Context): Pick<Ledger, 'reviews' | 'review'> {
  /** On credit_parts_queue: the longest waiting first. */
  async function findWaiting(conditions: RawBuilder<unknown>[], limit: number): Promise<Waiting[]> {
    const { rows } = await sql<Waiting>`
      select p.id, p.credit_id, p.direction, p.state, p.changed_at,
        to_char(p.changed_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at
      from credit_parts p join credit_credits c on c.id = p.credit_id
      where ${sql.join([sql`p.state in ('refused', 'review')`, ...conditions], sql` and `)}
      order by p.changed_at, p.id limit ${limit}`.execute(db)
    return rows
  }

  async function presentAll(waiting: readonly Waiting[]): Promise<Review[]> {
    if (waiting.length === 0) return []
    const creditIds = [...new Set(waiting.map((row) => row.credit_id))]
    const [credits, parts, histories] = await Promise.all([
      db.selectFrom('credit_credits').selectAll().where('id', 'in', creditIds).execute(),
      db.selectFrom('credit_parts').selectAll().where('credit_id', 'in', creditIds).orderBy('id').execute(),
      readHistories(db, creditIds),
    ])
    return waiting.map((row) => {
      const siblings = parts.filter((part) => part.credit_id === row.credit_id)
      const part = siblings.find(({ id }) => id === row.id)
      const credit = credits.find(({ id }) => id === row.credit_id)
      if (!part || !credit)
        throw new Error(`Part ${row.id} vanished while it was read; no part is ever deleted`)
      return present(row, credit, part, siblings, histories.get(row.credit_id) ?? [])
    })
  }

  return {
    async reviews(query = {}) {
      const limit = Math.min(Math.max(query.limit ?? DEFAULT_LIMIT, 1), MAX_LIMIT)
      return presentAll(await findWaiting(conditionsOf(query), limit))
    },

    async review(partId) {
      const key = keyOf(partId)
      if (key === null) return null
      const [review] = await presentAll(await findWaiting([sql`p.id = ${key}`], 1))
      return review ?? null
    },
  }
}

function conditionsOf({ mediaCodes, kind, after }: ReviewQuery): RawBuilder<unknown>[] {
  const { direction, state } = kind ? kinds[kind] : { direction: null, state: null }
  return [
    ...(mediaCodes ? [sql`c.media_code = any(${mediaCodes}::text[])`] : []),
    ...(kind ? [sql`p.direction = ${direction} and p.state = ${state}`] : []),
    ...(after
      ? [sql`(p.changed_at, p.id) > (${after.at}::timestamptz, ${keyOf(after.partId) ?? 0}::bigint)`]
      : []),
  ]
}

/** One that is decided just now is still shown, with nothing left to decide: a page is as long as it was found. */
function present(
  { id, at, direction, state, changed_at: since }: Waiting,
  credit: Selectable<CreditTable>,
  part: Selectable<PartTable>,
  siblings: Selectable<PartTable>[],
  history: HistoryLine[],
): Review {
  const subject = direction === 'increase' ? 'credit' : 'cancel'
  const partId = String(id) as PartId
  return {
    key: { at, partId },
    partId,
    credit: readCredit(credit),
    part: readPart(part),
    kind: `${subject}-${state === 'review' ? 'unknown' : 'refused'}`,
    since,
    decisions: decisionsFor(part, siblings),
    history,
  }
}

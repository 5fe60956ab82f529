import type { Selectable } from 'kysely'
import type { Context } from '../context.ts'
import type { Ledger } from '../credit-types.ts'
import type { CreditTable, PartTable } from '../tables/tables.ts'
import { decisionsFor } from './decisions.ts'
import { readCredit, readPart } from './read-credit.ts'
import type { CreditId, Review } from './types.ts'

/** What waits for a person (index credit_parts_person). */
export function createReviews({ db }: Context, history: Ledger['history']): Ledger['reviews'] {
  return async (mediaCodes) => {
    let waiting = db
      .selectFrom('credit_parts as p')
      .innerJoin('credit_credits as c', 'c.id', 'p.credit_id')
      .select(['p.id', 'p.credit_id'])
      .where('p.state', 'in', ['refused', 'review'])
    if (mediaCodes) waiting = waiting.where('c.media_code', 'in', ['', ...mediaCodes])
    const found = await waiting.orderBy('p.changed_at').limit(500).execute()
    if (found.length === 0) return []
    const creditIds = [...new Set(found.map((row) => row.credit_id))]
    const credits = await db.selectFrom('credit_credits').selectAll().where('id', 'in', creditIds).execute()
    const parts = await db
      .selectFrom('credit_parts')
      .selectAll()
      .where('credit_id', 'in', creditIds)
      .orderBy('id')
      .execute()
    return Promise.all(
      found.map((row) => {
        const siblings = parts.filter((part) => part.credit_id === row.credit_id)
        const part = siblings.find(({ id }) => id === row.id)
        const credit = credits.find(({ id }) => id === row.credit_id)
        if (!part || !credit)
          throw new Error(`Part ${row.id} vanished while it was read; no part is ever deleted`)
        return present(credit, part, siblings)
      }),
    )
  }

  async function present(
    credit: Selectable<CreditTable>,
    part: Selectable<PartTable>,
    siblings: Selectable<PartTable>[],
  ): Promise<Review> {
    const subject = part.direction === 'increase' ? 'credit' : 'cancel'
    return {
      partId: readPart(part).id,
      credit: readCredit(credit),
      part: readPart(part),
      kind: `${subject}-${part.state === 'review' ? 'unknown' : 'refused'}`,
      since: part.changed_at,
      decisions: decisionsFor(part, siblings),
      history: await history(String(credit.id) as CreditId),
    }
  }
}

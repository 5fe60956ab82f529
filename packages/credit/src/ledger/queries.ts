import { sql } from 'kysely'
import type { CreditState } from '@pointpay/contracts'
import { ofLiveMalls } from '../cafe24/test-mall.ts'
import type { Context } from '../context.ts'
import type { Ledger } from '../credit-types.ts'
import { readCredit, readPart, keyOf } from './read-credit.ts'
import { readHistories } from './read-history.ts'

const DEFAULT_LIMIT = 50
const MAX_LIMIT = 500

type Queries = Pick<
  Ledger,
  'byId' | 'byTransaction' | 'byReference' | 'find' | 'parts' | 'history' | 'counts'
>

/** What the ledger tells. */
export function createQueries({ db }: Context): Queries {
  return {
    async byId(creditId) {
      const key = keyOf(creditId)
      if (key === null) return null
      const row = await db.selectFrom('credit_credits').selectAll().where('id', '=', key).executeTakeFirst()
      return row ? readCredit(row) : null
    },

    async byTransaction(mediaCode, transactionNumber) {
      const row = await db
        .selectFrom('credit_credits')
        .selectAll()
        .where('transaction_number', '=', transactionNumber)
        .where('media_code', '=', mediaCode)
        .executeTakeFirst()
      return row ? readCredit(row) : null
    },

    async byReference(reference) {
      // On credit_credits_reference.
      const row = await db
        .selectFrom('credit_credits')
        .selectAll()
        .where('reference', '=', reference)
        .orderBy('id')
        .limit(1)
        .executeTakeFirst()
      return row ? readCredit(row) : null
    },

    async find(query) {
      let rows = db.selectFrom('credit_credits').selectAll()
      if (query.mediaCodes) rows = rows.where('media_code', 'in', ['', ...query.mediaCodes])
      if (query.memberId !== undefined) rows = rows.where('member_id', '=', query.memberId)
      if (query.transactionNumber !== undefined) {
        rows = rows.where('transaction_number', '=', query.transactionNumber)
      }
      if (query.state !== undefined) rows = rows.where('state', '=', query.state)
      if (query.from) rows = rows.where('created_at', '>=', query.from)
      if (query.to) rows = rows.where('created_at', '<', query.to)
      if (query.after) {
        const { createdAt, id } = query.after
        rows = rows.where(({ eb, refTuple, tuple }) =>
          eb(refTuple('created_at', 'id'), '<', tuple(createdAt, keyOf(id) ?? 0)),
        )
      }
      const limit = Math.min(Math.max(query.limit ?? DEFAULT_LIMIT, 1), MAX_LIMIT)
      const found = await rows.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit).execute()
      return found.map(readCredit)
    },

    async parts(creditId) {
      const rows = await db
        .selectFrom('credit_parts')
        .selectAll()
        .where('credit_id', '=', keyOf(creditId) ?? 0)
        .orderBy('id')
        .execute()
      return rows.map(readPart)
    },

    async history(creditId) {
      const key = keyOf(creditId) ?? 0
      return (await readHistories(db, [key])).get(key) ?? []
    },

    async counts() {
      // Live parts, and those that are a person's: both on partial indexes, whatever the number of those done.
      const { rows } = await sql<{ state: CreditState; count: number }>`
        select state, count(*)::int as count from credit_parts where due_at is not null and ${ofLiveMalls} group by state
        union all
        select state, count(*)::int from credit_parts where state in ('refused', 'review') and ${ofLiveMalls} group by state`.execute(
        db,
      )
      return Object.fromEntries(rows.map(({ state, count }) => [state, count]))
    },
  }
}

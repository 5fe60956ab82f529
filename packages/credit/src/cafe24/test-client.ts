import { type Kysely, sql } from 'kysely'
import type { CreditTables } from '../tables/tables.ts'
import { noHeaders, type Failure, type Outcome } from './outcome.ts'
import { PAGE_ROWS } from './points.ts'
import { pointScopes } from './scopes.ts'
import type { Cafe24Client, ClientCredentials, PointPage, PointRow, TokenPair } from './types.ts'

/** A century: test tokens do not run out, so that nothing ever has to renew them. */
const NEVER_MS = 100 * 365 * 86_400_000

/**
 * What stands in for Cafe24 where a media is in test mode: a point history in the ledger's own store, and no network. A credit
 * goes through the same states as a real one, and a cancel finds and deducts what was given.
 */
export function createTestClient(db: Kysely<CreditTables>): Cafe24Client {
  return {
    longestCallMs: 0,
    authorizeUrl({ mallId }) {
      throw new Error(`${mallId} is a test mall: nobody has to consent to it`)
    },
    exchangeCode: pairOf,
    refresh: pairOf,
    revoke: async () => done(null),

    async changePoints({ mallId }, { memberId, shopNo, amount, type, reason }) {
      const by = type === 'increase' ? amount : -amount
      // On credit_test_points_of. The newest row's total is what the member has.
      const { rows } = await sql`
        insert into credit_test_points (mall_id, shop_no, member_id, change, total_after, reason, issued_at)
        select ${mallId}, ${shopNo}::int, ${memberId}, ${by}::int, total + ${by}::int, ${reason}, now()
        from (
          select coalesce(sum(change), 0) as total from credit_test_points
          where mall_id = ${mallId} and member_id = ${memberId} and shop_no = ${shopNo}
        ) member
        where total + ${by}::int >= 0
        returning id`.execute(db)
      return rows.length > 0 ? done(null) : refused('invalid-value', 'The member has fewer test points')
    },

    async pointsPage({ mallId }, { from, to, memberId, shopNo = 1 }, offset) {
      const rows = await db
        .selectFrom('credit_test_points')
        .selectAll()
        .where('mall_id', '=', mallId)
        .where('shop_no', '=', shopNo)
        .where('issued_at', '>=', from)
        .where('issued_at', '<=', to)
        .$if(memberId !== undefined, (query) => query.where('member_id', '=', memberId!))
        .orderBy('id', 'desc')
        .limit(PAGE_ROWS)
        .offset(offset)
        .execute()
      const page = rows.map((row): PointRow => ({
        memberId: row.member_id,
        increase: Math.max(0, row.change),
        decrease: Math.max(0, -row.change),
        totalAfter: row.total_after,
        issuedAt: row.issued_at,
        reason: row.reason,
        orderId: null,
        case: 'AM',
      }))
      return done<PointPage>({ listed: page.length, rows: page, malformed: 0 })
    },

    shops: noPages,
    scriptTags: { list: noPages, add: noPages, replace: noPages, remove: noPages },
  }
}

async function pairOf({ mallId }: ClientCredentials): Promise<Outcome<TokenPair>> {
  return done({
    mallId,
    userId: null,
    accessToken: 'test',
    accessLivesMs: NEVER_MS,
    refreshToken: 'test',
    refreshLivesMs: NEVER_MS,
    scopes: [...pointScopes],
  })
}

async function noPages(): Promise<Failure> {
  return refused('forbidden', 'A test mall has no storefront')
}

function done<T>(value: T): Outcome<T> {
  return { ok: true, value, headers: noHeaders }
}

function refused(code: Failure['code'], message: string): Failure {
  return { ok: false, effect: 'refused', code, status: null, message, inOwnWords: true, headers: noHeaders }
}

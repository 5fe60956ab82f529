import { sql } from 'kysely'
import type { Credits, Store } from '@pointpay/credit'
import { agree, client, redirectUri, type SimulatedCafe24 } from '../chaos/simulated-cafe24.ts'

export const memberIds = Array.from({ length: 50 }, (_, index) => `member${index + 1}`)

/** Malls whose owners have consented. */
export async function consentMalls(
  credits: Credits,
  cafe24: SimulatedCafe24,
  mallIds: readonly string[],
): Promise<void> {
  const todo = [...mallIds]
  const next = async () => {
    for (let mallId = todo.pop(); mallId; mallId = todo.pop()) {
      await cafe24.addMall(mallId, memberIds)
      await credits.malls.register({ mallId, ...client, redirectUri })
      const url = await credits.malls.authorizeUrl(mallId, 'bench')
      const result = await credits.malls.consent({ mallId, code: await agree(url ?? '') })
      if (result.kind !== 'consented') throw new Error(`${mallId}'s consent ended as ${result.kind}`)
    }
  }
  await Promise.all(Array.from({ length: 16 }, next))
}

/**
 * Puts credits that wait into the tables, so many a mall, as acceptance leaves them. By SQL, since a million of them is
 * what one of the figures wants.
 */
export async function insertWaiting(
  store: Store,
  mallIds: readonly string[],
  count: number,
  from = 0,
): Promise<void> {
  const mall = sql`(${mallIds}::text[])[1 + (n % ${mallIds.length})::int]`
  await sql`
    with credit as (
      insert into credit_credits (media_code, transaction_number, tag, mall_id, shop_no, member_id, amount)
      select 'bench', 'ME' || n, 'ME' || n, ${mall}, 1, 'member' || (1 + (n / ${mallIds.length}) % ${memberIds.length}), 1000
      from generate_series(${from}::bigint, ${from + count - 1}::bigint) n
      returning id, mall_id, shop_no, member_id, amount, tag, lpad(substr(transaction_number, 3), 10, '0') as mark
    )
    insert into credit_parts (credit_id, mall_id, shop_no, member_id, direction, number, parts, amount, tag, mark)
    select id, mall_id, shop_no, member_id, 'increase', 1, 1, amount, tag, mark from credit`.execute(store.db)
  await sql`update credit_malls set due_at = now() where mall_id = any(${mallIds}::text[])`.execute(store.db)
  // As autovacuum does within a minute: a table that grew from nothing at once has no statistics to plan by.
  await sql`analyze credit_credits, credit_parts`.execute(store.db)
}

/** Fills the malls' budgets to the brim, so that what follows is the steady two calls a second and no first burst. */
export async function fillBuckets(store: Store): Promise<void> {
  await sql`update credit_malls set bucket_level = 38, bucket_at = now()`.execute(store.db)
}

export async function emptyLedger(store: Store): Promise<void> {
  await sql`truncate credit_credits, credit_parts, credit_history`.execute(store.db)
  await sql`update credit_malls set due_at = null, bucket_level = 0, burst_level = 0`.execute(store.db)
}

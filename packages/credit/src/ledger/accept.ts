import { sql } from 'kysely'
import { channels } from '../channels.ts'
import type { Context, Db, Trx } from '../context.ts'
import { gather } from '../gather.ts'
import { recordset } from '../recordset.ts'
import type { WakeMalls } from '../worker/wake.ts'
import { problemOf } from './new-credit.ts'
import { markOf } from './mark.ts'
import { tagOf } from './reason.ts'
import type { AcceptResult, CreditId, NewCredit } from './types.ts'
import { prepared } from '../store/prepared.ts'

/** Promises credits. Those that come at the same time share one statement and one commit. */
export function createAccept({ db, log }: Context, wake: WakeMalls) {
  const acceptTogether = gather((credits: NewCredit[]) => acceptAll(db, credits))

  return async (credit: NewCredit, trx?: Trx): Promise<AcceptResult> => {
    const problem = problemOf(credit)
    if (problem) return { kind: 'invalid', ...problem }
    const result = trx ? (await acceptAll(trx, [credit]))[0]! : await acceptTogether(credit)
    if (result.kind !== 'accepted') return result
    log('credit.accepted', { creditId: result.creditId, mallId: credit.mallId, amount: credit.amount })
    // Inside the caller's transaction, the notification goes out with its commit. Outside, none is part of the commit: a
    // commit that notifies takes a lock of the whole database, and thousands a second would queue there.
    if (trx) await sql`select pg_notify(${channels.accepted}, ${credit.mallId})`.execute(trx)
    else void wake([{ mallId: credit.mallId, inMs: 0 }])
    return result
  }
}

async function acceptAll(db: Db | Trx, credits: NewCredit[]): Promise<AcceptResult[]> {
  const results = await insertCredits(db, credits, false)
  for (const [index, credit] of credits.entries()) {
    // Rare: it was there before, or its number is another media's in that mall, or there is no such mall.
    results[index] ??= await explain(db, credit)
  }
  return results as AcceptResult[]
}

/** Those that were not inserted are null. */
async function insertCredits(
  db: Db | Trx,
  credits: NewCredit[],
  numberTaken: boolean,
): Promise<(AcceptResult | null)[]> {
  const given = credits.map((credit, index) => ({
    index,
    media_code: credit.mediaCode,
    transaction_number: credit.transactionNumber,
    tag: tagOf(credit.transactionNumber, credit.mediaCode, numberTaken),
    mark: markOf(credit),
    mall_id: credit.mallId,
    shop_no: credit.shopNo,
    member_id: credit.memberId,
    amount: credit.amount,
    point_kind: credit.pointKind ?? null,
    converted_at: credit.convertedAt ?? null,
    reference: credit.reference ?? null,
  }))
  // One statement, so one commit: the credits, and their parts of at most 1,000,000 (credit_credits_once and
  // credit_credits_tag find what was there before). In order: two batches that hold the same numbers then do not deadlock.
  const { rows } = await sql<{ id: number; media_code: string; transaction_number: string }>`${prepared}
    with given as (
      select * from ${recordset(
        given,
        `x(index int, media_code text, transaction_number text, tag text, mark text, mall_id text, shop_no int, member_id text,
           amount bigint, point_kind text, converted_at timestamptz, reference text)`,
      )}
    ), credit as (
      insert into credit_credits
        (media_code, transaction_number, tag, mall_id, shop_no, member_id, amount, point_kind, converted_at, reference)
      select media_code, transaction_number, tag, mall_id, shop_no, member_id, amount, point_kind, converted_at, reference
      from given where exists (select from credit_malls m where m.mall_id = given.mall_id)
      order by transaction_number, media_code, index
      on conflict do nothing
      returning *
    ), part as (
      insert into credit_parts
        (credit_id, mall_id, shop_no, member_id, direction, number, parts, amount, tag, mark)
      select c.id, c.mall_id, c.shop_no, c.member_id, 'increase', n, (c.amount + 999999) / 1000000,
        least(1000000, c.amount - (n - 1) * 1000000), c.tag, g.mark
      from credit c
      join (select distinct media_code, transaction_number, mall_id, mark from given) g
        using (media_code, transaction_number, mall_id)
      cross join lateral generate_series(1, (c.amount + 999999) / 1000000) n
      order by c.id, n
    )
    select id, media_code, transaction_number from credit`.execute(db)
  const ids = new Map(rows.map((row) => [`${row.media_code} ${row.transaction_number}`, row.id]))
  return credits.map((credit) => {
    const key = `${credit.mediaCode} ${credit.transactionNumber}`
    const id = ids.get(key)
    // The same credit may appear twice in one batch; the second is a duplicate.
    ids.delete(key)
    return id === undefined ? null : { kind: 'accepted', creditId: String(id) as CreditId }
  })
}

async function explain(db: Db | Trx, credit: NewCredit): Promise<AcceptResult> {
  const before = await db
    .selectFrom('credit_credits')
    .select(['id', 'mall_id', 'shop_no', 'member_id', 'amount'])
    .where('media_code', '=', credit.mediaCode)
    .where('transaction_number', '=', credit.transactionNumber)
    .executeTakeFirst()
  if (before) {
    const same =
      before.mall_id === credit.mallId &&
      before.shop_no === credit.shopNo &&
      before.member_id === credit.memberId &&
      before.amount === credit.amount
    return { kind: 'duplicate', creditId: String(before.id) as CreditId, same }
  }
  const mall = await db
    .selectFrom('credit_malls')
    .select('mall_id')
    .where('mall_id', '=', credit.mallId)
    .executeTakeFirst()
  if (!mall) return { kind: 'invalid', field: 'mallId', message: `mall ${credit.mallId} is not registered` }
  const [accepted] = await insertCredits(db, [credit], true)
  return accepted ?? explain(db, credit)
}

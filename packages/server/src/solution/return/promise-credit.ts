import { type Credits, type NewCredit, ofLiveMalls } from '@pointpay/credit'
import { sql } from 'kysely'
import type { Media } from '../../media/media.ts'
import type { Clock } from '../../pointhub/deps.ts'
import { startOfKstDay } from '../../pointhub/kst.ts'
import type { SolutionDb } from '../deps.ts'
import type { Answered } from './answers.ts'

/**
 * Commits a credit, within the media's caps for a call and for a KST day where it has any.
 *
 * | `vouched` | is | goes to |
 * | --- | --- | --- |
 * | `own-live` | our own popup's conversion of real points | the mall, whatever mode the media is in by now |
 * | `own-test` | our own popup's conversion of played points | the test ledger, without a cap for the day |
 * | `unsigned` | PointPay's own popup | the mall; refused while the media is in test mode |
 */
export type PromiseCredit = (
  media: Media & { mallId: string },
  credit: Omit<NewCredit, 'mallId'>,
  vouched: 'own-live' | 'own-test' | 'unsigned',
) => Promise<Answered>

export function createPromiseCredit(
  db: SolutionDb,
  { ledger, malls }: Pick<Credits, 'ledger' | 'malls'>,
  clock: Clock,
): PromiseCredit {
  return async (media, given, vouched) => {
    const isTest = vouched === 'own-test'
    const credit = { ...given, mallId: isTest ? await malls.testMall(media.code) : media.mallId }
    if (vouched === 'unsigned' && media.mode === 'test' && !(await isKnown(db, credit)))
      return { kind: 'testMedia' }
    const { capPerCall } = media
    const capPerDay = isTest ? null : media.capPerDay
    if (capPerCall !== null && credit.amount > capPerCall && !(await isKnown(db, credit)))
      return { kind: 'capPerCall' }
    if (capPerDay === null) return answer(await ledger.accept(credit))
    return db.transaction().execute(async (trx): Promise<Answered> => {
      // One call at a time for a media with a cap: two that fit alone might not fit together.
      await sql`select pg_advisory_xact_lock(hashtextextended(${`cap ${media.code}`}, 0))`.execute(trx)
      if (await isKnown(trx, credit)) return answer(await ledger.accept(credit, trx as never))
      // On credit_credits_page; what was taken back counts no more.
      const { today } = await trx
        .selectFrom('credit_credits')
        .select((eb) => eb.fn.coalesce(eb.fn.sum<number>('amount'), sql<number>`0`).as('today'))
        .where('media_code', '=', media.code)
        .where('created_at', '>=', startOfKstDay(clock()))
        .where('cancelled_at', 'is', null)
        .where(ofLiveMalls)
        .executeTakeFirstOrThrow()
      if (Number(today) + credit.amount > capPerDay) return { kind: 'capPerDay' }
      return answer(await ledger.accept(credit, trx as never))
    })
  }
}

/** It is then a duplicate, whatever the caps are by now: who missed the 201 must not be told that nothing was credited. */
async function isKnown(
  db: SolutionDb,
  { mediaCode, transactionNumber }: Pick<NewCredit, 'mediaCode' | 'transactionNumber'>,
): Promise<boolean> {
  const known = await db
    .selectFrom('credit_credits')
    .select('id')
    .where('transaction_number', '=', transactionNumber)
    .where('media_code', '=', mediaCode)
    .executeTakeFirst()
  return known !== undefined
}

type Accepted = Awaited<ReturnType<Credits['ledger']['accept']>>

function answer(result: Accepted): Answered {
  if (result.kind === 'accepted') return { kind: 'accepted' }
  if (result.kind === 'duplicate') return { kind: result.same ? 'duplicate' : 'conflict' }
  if (result.field === 'memberId') return { kind: 'noSuchMember' }
  if (result.field === 'mallId') return { kind: 'mall' }
  return { kind: 'malformed', field: result.field === 'amount' ? 'rw_price' : 'rw_orderno' }
}

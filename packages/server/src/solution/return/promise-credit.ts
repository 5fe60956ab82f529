import type { AcceptResult, Credits, NewCredit } from '@pointpay/credit'
import { type Media, servesShop } from '../../media/media.ts'
import type { Clock } from '../../pointhub/deps.ts'
import type { SolutionDb } from '../deps.ts'
import { createAcceptWithinCap } from './accept-within-cap.ts'
import type { Answered } from './answers.ts'
import { isKnown } from './is-known.ts'

/**
 * Commits a credit in a shop that the media serves, within the media's caps for a call and for a KST day where it has any.
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
  const acceptWithinCap = createAcceptWithinCap(db, ledger, clock)
  return async (media, given, vouched) => {
    const isTest = vouched === 'own-test'
    const credit = { ...given, mallId: isTest ? await malls.testMall(media.code) : media.mallId }
    if (vouched === 'unsigned' && media.mode === 'test' && !(await isKnown(db, credit)))
      return { kind: 'testMedia' }
    if (!servesShop(media, credit.shopNo) && !(await isKnown(db, credit))) return { kind: 'shop' }
    const { capPerCall } = media
    const capPerDay = isTest ? null : media.capPerDay
    if (capPerCall !== null && credit.amount > capPerCall && !(await isKnown(db, credit)))
      return { kind: 'capPerCall' }
    if (capPerDay === null) return answer(await ledger.accept(credit))
    const result = await acceptWithinCap(credit, capPerDay)
    return result === 'over-cap' ? { kind: 'capPerDay' } : answer(result)
  }
}

function answer(result: AcceptResult): Answered {
  if (result.kind === 'accepted') return { kind: 'accepted' }
  if (result.kind === 'duplicate') return { kind: result.same ? 'duplicate' : 'conflict' }
  if (result.field === 'memberId') return { kind: 'noSuchMember' }
  if (result.field === 'mallId') return { kind: 'mall' }
  return { kind: 'malformed', field: result.field === 'amount' ? 'rw_price' : 'rw_orderno' }
}

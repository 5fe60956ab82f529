import type { ReturnForm } from '@pointpay/contracts'
import type { AcceptResult, Credits, NewCredit } from '@pointpay/credit'
import { type Media, servesShop } from '../../media/media.ts'
import type { UnusualCalls } from '../unusual/unusual-calls.ts'
import { type AcceptWithinCapDeps, createAcceptWithinCap } from './accept-within-cap.ts'
import type { Answered } from './answers.ts'

/**
 * Commits a credit in a shop that the media serves, within the media's caps for a call and for a KST day.
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

interface PromiseCreditDeps extends Omit<AcceptWithinCapDeps, 'ledger'> {
  credits: Pick<Credits, 'ledger' | 'malls'>
  unusual: Pick<UnusualCalls, 'accepted'>
}

export function createPromiseCredit({ credits, unusual, ...deps }: PromiseCreditDeps): PromiseCredit {
  const { ledger, malls } = credits
  const { isKnown } = deps
  const acceptWithinCap = createAcceptWithinCap({ ...deps, ledger })

  return async (media, given, vouched) => {
    const isTest = vouched === 'own-test'
    const credit = { ...given, mallId: isTest ? await malls.testMall(media.code) : media.mallId }
    if (vouched === 'unsigned' && media.mode === 'test' && !(await isKnown(credit)))
      return { kind: 'testMedia' }
    if (!servesShop(media, credit.shopNo) && !(await isKnown(credit))) return { kind: 'shop' }
    if (credit.amount > media.capPerCall && !(await isKnown(credit))) return { kind: 'capPerCall' }
    if (isTest) return answer(await ledger.accept(credit))
    const capped = await acceptWithinCap(credit, media.capPerDay)
    if (capped.kind === 'over-cap') return { kind: 'capPerDay' }
    const { result, total } = capped
    if (result.kind === 'accepted')
      unusual.accepted(media, { amount: credit.amount, isSigned: vouched !== 'unsigned', dayTotal: total })
    return answer(result)
  }
}

function answer(result: AcceptResult): Answered {
  if (result.kind === 'accepted') return { kind: 'accepted' }
  if (result.kind === 'duplicate') return { kind: result.same ? 'duplicate' : 'conflict' }
  if (result.field === 'memberId') return { kind: 'noSuchMember' }
  if (result.field === 'mallId') return { kind: 'mall' }
  if (result.field === 'shopNo') return { kind: 'shop' }
  return { kind: 'malformed', field: formFieldOf[result.field] }
}

/** Where in the form a credit's field comes from. */
const formFieldOf = {
  mediaCode: 'rw_a_code',
  amount: 'rw_price',
  transactionNumber: 'rw_orderno',
  pointKind: 'rw_pay_type',
  convertedAt: 'rw_reg_datetime',
  reference: 'utc_code',
} as const satisfies Record<Exclude<keyof NewCredit, 'memberId' | 'mallId' | 'shopNo'>, keyof ReturnForm>

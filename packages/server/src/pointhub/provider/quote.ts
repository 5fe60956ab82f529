import type { Selection } from '@pointpay/contracts'
import { Refusal } from '../errors.ts'
import type { KindBalance, PointKind } from './point-provider.ts'

/** A kind with what this person, in this mall, may convert of it now. */
export interface Offer extends PointKind {
  balance: number
  available: boolean
}

/** `capPerCall`: KRW that the mall takes at once; null: no cap. */
export function offersOf(
  kinds: readonly PointKind[],
  balances: readonly KindBalance[],
  capPerCall: number | null,
): Offer[] {
  return balances.flatMap(({ code, balance, dayRest, available }) => {
    const kind = kinds.find((each) => each.code === code)
    if (!kind) return []
    const { numerator, denominator } = kind.rate
    const cap = capPerCall === null ? Infinity : Math.floor((capPerCall * denominator) / numerator)
    return [{ ...kind, balance, available, maximum: Math.min(kind.maximum, dayRest, cap) }]
  })
}

/**
 * What the mall receives for a selection, KRW.
 * @throws {Refusal} naming the rule that the selection breaks
 */
export function quote(offers: readonly Offer[], { kind, points }: Selection): number {
  const offer = offers.find((each) => each.code === kind && each.available)
  if (!offer) throw new Refusal('kind_unknown', { field: 'kind' })
  const { minimum, unit, maximum, balance, rate } = offer
  const refuse = (
    code: 'amount_below_minimum' | 'amount_not_in_unit' | 'amount_above_maximum' | 'balance_insufficient',
  ) => new Refusal(code, { field: 'points', details: { minimum, unit, maximum, balance } })
  if (points < minimum) throw refuse('amount_below_minimum')
  if (points > maximum) throw refuse('amount_above_maximum')
  if (points % unit !== 0) throw refuse('amount_not_in_unit')
  if (points > balance) throw refuse('balance_insufficient')
  return Math.floor((points * rate.numerator) / rate.denominator)
}

import type { PointKindView } from '@pointpay/contracts'
import { inPoints } from '../format/amounts.ts'
import type { AmountProblem } from '../models/amount.ts'
import { mostOf } from '../models/steps.ts'
import type { Texts } from '../texts/texts.ts'

/** Says what is wrong with an amount and which amount would do. */
export function amountProblemText(
  problem: AmountProblem,
  kind: PointKindView,
  points: number,
  { t }: Texts,
): string {
  const { minimum, unit, balance } = kind
  switch (problem) {
    case 'missing':
      return t('amountMissing')
    case 'below':
      return t('amountBelow', { points: inPoints(minimum) })
    case 'insufficient':
      return t('amountInsufficient', { points: inPoints(balance) })
    case 'above':
      return t('amountAbove', { points: inPoints(mostOf(kind)) })
    case 'unit': {
      const below = Math.floor(points / unit) * unit
      const fill = { unit: inPoints(unit), below: inPoints(below), above: inPoints(below + unit) }
      return t(below + unit > mostOf(kind) ? 'amountUnitOnly' : 'amountUnit', fill)
    }
  }
}

import type { PointKindView } from '@pointpay/contracts'
import { useApp } from '../app-context.ts'
import { inPoints, rateText } from '../format/amounts.ts'
import { isUsable } from '../models/steps.ts'

/** One kind of points: its name, balance and rate, or why it cannot be converted now. */
export function KindChoice({ kind }: { kind: PointKindView }) {
  const { popup, balances, texts } = useApp()
  const { t } = texts
  const { code, name, balance, minimum } = kind
  const usable = isUsable(kind)
  const checked = usable && (balances.chosen.value ?? popup.kind.value?.code) === code
  return (
    <label class={`choice ${usable ? '' : 'unusable'}`}>
      <input
        type="radio"
        name="kind"
        value={code}
        checked={checked}
        disabled={!usable}
        onChange={() => {
          balances.chosen.value = code
          balances.missing.value = false
        }}
      />
      <span class="choice-name">{name}</span>
      <span class="choice-amount">{kind.available ? inPoints(balance) : '–'}</span>
      <span class="choice-detail">
        {usable
          ? `${rateText(kind, texts.language.value)} · ${t('minimumShort', { points: inPoints(minimum) })}`
          : whyNot(kind)}
      </span>
    </label>
  )

  function whyNot({ available, maximum }: PointKindView): string {
    if (!available) return t('kindUnavailable')
    return balance >= minimum && maximum < minimum
      ? t('kindDayUsed')
      : t('kindTooSmall', { points: inPoints(minimum) })
  }
}

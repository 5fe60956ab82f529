import type { DailyTotal } from '@pointpay/contracts'
import { formatCount, formatKrw } from '../../format/krw.ts'
import { messages } from '../../messages.ts'

const words = messages.settlement

/** The span's sums: credited, taken back, and what is left to settle. */
export function Sums({ days }: { days: readonly DailyTotal[] }) {
  const credited = sumOf(days, 'credited')
  const cancelled = sumOf(days, 'cancelled')
  return (
    <dl class="sums">
      <div class="panel">
        <dt>{words.credited}</dt>
        <dd>{formatKrw(credited.amount)}</dd>
        <dd class="quiet">{countText(credited)}</dd>
      </div>
      <div class="panel">
        <dt>{words.cancelled}</dt>
        <dd>{formatKrw(cancelled.amount)}</dd>
        <dd class="quiet">{countText(cancelled)}</dd>
      </div>
      <div class="panel">
        <dt>{words.net}</dt>
        <dd>{formatKrw(credited.amount - cancelled.amount)}</dd>
      </div>
    </dl>
  )
}

/** Count and KRW over some days. */
export function sumOf(days: readonly DailyTotal[], which: 'credited' | 'cancelled') {
  return {
    count: days.reduce((sum, day) => sum + day[which].count, 0),
    amount: days.reduce((sum, day) => sum + day[which].amount, 0),
  }
}

function countText({ count }: { count: number }): string {
  return `${formatCount(count)}${messages.unit.count}`
}

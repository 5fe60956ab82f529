import type { DailyTotal } from '@pointpay/contracts'
import { formatKrw } from '../../format/krw.ts'
import { messages } from '../../messages.ts'
import { sumOf } from './sums.tsx'

const words = messages.settlement

/** Of the drawing, in its own units; the page scales it. */
const WIDTH = 960
const HEIGHT = 220
const AXIS = 24
const TOP = 18
/** Between two days' bars, as a share of a day. */
const GAP = 0.25

/** Credited upwards in one colour, taken back in another beside it; the same figures stand in the table below. */
export function DailyChart({ days }: { days: readonly DailyTotal[] }) {
  const highest = Math.max(1, ...days.flatMap((day) => [day.credited.amount, day.cancelled.amount]))
  const ceiling = niceCeiling(highest)
  const dayWidth = WIDTH / days.length
  const barWidth = (dayWidth * (1 - GAP)) / 2
  const heightOf = (amount: number) => (amount / ceiling) * (HEIGHT - AXIS - TOP)
  const base = HEIGHT - AXIS
  const every = Math.ceil(days.length / 8)
  const text = words.chart(
    days[0]?.day ?? '',
    days.at(-1)?.day ?? '',
    formatKrw(sumOf(days, 'credited').amount),
    formatKrw(sumOf(days, 'cancelled').amount),
  )
  return (
    <figure class="panel chart">
      <figcaption class="panel__head">
        <h2>{words.chartTitle}</h2>
        <span class="chart__legend">
          <span class="chart__key chart__key--credited">{words.credited}</span>
          <span class="chart__key chart__key--cancelled">{words.cancelled}</span>
        </span>
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={text}>
        {[0.5, 1].map((share) => (
          <g key={share}>
            <line
              class="chart__line"
              x1={0}
              x2={WIDTH}
              y1={base - heightOf(ceiling * share)}
              y2={base - heightOf(ceiling * share)}
            />
            <text class="chart__text" x={0} y={base - heightOf(ceiling * share) - 4}>
              {formatKrw(ceiling * share)}
            </text>
          </g>
        ))}
        {days.map((day, index) => {
          const x = index * dayWidth + (dayWidth * GAP) / 2
          return (
            <g key={day.day}>
              <title>{`${day.day} ${words.credited} ${formatKrw(day.credited.amount)}, ${words.cancelled} ${formatKrw(day.cancelled.amount)}`}</title>
              <rect
                class="chart__bar chart__bar--credited"
                x={x}
                y={base - heightOf(day.credited.amount)}
                width={barWidth}
                height={heightOf(day.credited.amount)}
              />
              <rect
                class="chart__bar chart__bar--cancelled"
                x={x + barWidth}
                y={base - heightOf(day.cancelled.amount)}
                width={barWidth}
                height={heightOf(day.cancelled.amount)}
              />
              {index % every === 0 && (
                <text class="chart__text" x={x} y={HEIGHT - 6}>
                  {day.day.slice(5)}
                </text>
              )}
            </g>
          )
        })}
        <line class="chart__line chart__line--base" x1={0} x2={WIDTH} y1={base} y2={base} />
      </svg>
    </figure>
  )
}

/** The next 1, 2 or 5 with zeros behind: a figure that can be halved in the head. */
function niceCeiling(amount: number): number {
  const power = 10 ** Math.floor(Math.log10(amount))
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= amount) ?? amount
}

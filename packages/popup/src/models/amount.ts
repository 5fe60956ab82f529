import { computed, effect, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import type { PointKindView, Points } from '@pointpay/contracts'
import type { Api } from '../api/client.ts'
import type { Connection } from './connection.ts'
import type { Places } from './place.ts'
import type { Popup } from './popup.ts'
import { createSending, type Sending } from './sending.ts'
import { mostOf } from './steps.ts'

export type AmountProblem = 'missing' | 'below' | 'insufficient' | 'above' | 'unit'

export interface Amount {
  points: Signal<number>
  /** What the mall will receive, KRW, as the server reckons it. */
  amount: ReadonlySignal<number>
  /** Why these points cannot be converted; null: they can. */
  problem: ReadonlySignal<AmountProblem | null>
  /** How often the shopper tried to go on: from then on every problem is shown, before that only those which more digits cannot mend. */
  tried: Signal<number>
  selecting: Sending
  next(): Promise<void>
}

export function createAmount(api: Api, popup: Popup, places: Places, connection: Connection): Amount {
  const points = signal(0)
  const tried = signal(0)
  const selecting: Sending = createSending(connection, () => next())
  const amount = computed(() => (popup.kind.value ? receivedFor(popup.kind.value, points.value) : 0))
  const problem = computed(() => (popup.kind.value ? problemOf(popup.kind.value, points.value) : null))

  // Another kind is another question. What the server holds for this kind was entered before a reload.
  const code = computed(() => popup.kind.value?.code)
  effect(() => {
    const selection = popup.session.peek()?.selection
    points.value = selection?.kind === code.value ? (selection?.points ?? 0) : 0
    tried.value = 0
    selecting.reset()
  })

  async function next(): Promise<void> {
    const { session, kind } = popup
    tried.value += 1
    const id = session.peek()?.id
    const chosen = kind.peek()?.code
    if (!id || !chosen || problem.peek()) return
    const selection = { kind: chosen, points: points.peek() as Points }
    const selected = await selecting.run(async () => popup.take(await api.select(id, selection)))
    if (selected) places.go({ step: 'review' })
  }

  return { points, amount, problem, tried, selecting, next }
}

/** As the server reckons (contracts, `rate`). */
export const receivedFor = ({ rate }: PointKindView, points: number) =>
  Math.floor((points * rate.numerator) / rate.denominator)

function problemOf(kind: PointKindView, points: number): AmountProblem | null {
  if (points === 0) return 'missing'
  if (points > kind.balance) return 'insufficient'
  if (points > mostOf(kind) && points > kind.maximum) return 'above'
  if (points < kind.minimum) return 'below'
  return points % kind.unit === 0 ? null : 'unit'
}

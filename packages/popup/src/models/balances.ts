import { signal, type Signal } from '@preact/signals'
import type { PointKindView } from '@pointpay/contracts'
import type { Api } from '../api/client.ts'
import type { Connection } from './connection.ts'
import type { Places } from './place.ts'
import type { Popup } from './popup.ts'
import { createSending, type Sending } from './sending.ts'
import { isUsable } from './steps.ts'

/** The shopper's points by kind, and which of them to convert. */
export interface Balances {
  chosen: Signal<string | null>
  /** The shopper tried to go on without a choice. */
  missing: Signal<boolean>
  reading: Sending
  readAgain(): Promise<boolean>
  next(): void
}

export function createBalances(api: Api, popup: Popup, places: Places, connection: Connection): Balances {
  const chosen = signal<string | null>(null)
  const missing = signal(false)
  const reading: Sending = createSending(connection, () => readAgain())

  async function readAgain(): Promise<boolean> {
    const id = popup.session.peek()?.id
    const read = id && (await reading.run(async () => popup.take(await api.readBalances(id))))
    return Boolean(read)
  }

  function next(): void {
    const code = chosen.peek() ?? popup.kind.peek()?.code
    const kind: PointKindView | undefined = popup.session.peek()?.kinds.find((each) => each.code === code)
    missing.value = !kind || !isUsable(kind)
    if (!missing.peek() && code) places.go({ step: 'amount', kind: code })
  }

  return { chosen, missing, reading, readAgain, next }
}

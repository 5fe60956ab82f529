import * as z from 'zod'
import { creditStates } from '@pointpay/contracts'
import { channels } from './channels.ts'
import type { Context } from './context.ts'
import type { CreditChange } from './ledger/types.ts'

const changeSchema = z.object({
  creditId: z.string(),
  mediaCode: z.string(),
  transactionNumber: z.string(),
  state: z.enum([...creditStates, 'cancelling', 'cancelled']),
})

/** Hears of every process's changes over one listening connection, and passes them on. */
export async function createChanges({ store, log }: Context) {
  const listeners = new Set<(change: CreditChange) => void>()
  const stop = await store.listen(channels.change, (payload) => {
    const parsed = changeSchema.safeParse(JSON.parse(payload))
    if (!parsed.success) return log('change.malformed', { payload }, 'warn')
    for (const listener of listeners) listener(parsed.data as CreditChange)
  })
  return {
    onChange(listener: (change: CreditChange) => void): () => void {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close: stop,
  }
}

import type { SessionView } from '@pointpay/contracts'

const STORED_AS = 'pointpay-conversion'

/** What is kept of `sessionStorage`; it throws on access where a browser blocks storage, and then nothing is kept. */
export type Keep = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/**
 * The `Idempotency-Key` of the conversion that was pressed and whose end is not known yet. It survives a reload, so that
 * pressing again then repeats the same conversion and never begins a second one.
 */
export interface PendingKey {
  /** The key for what is selected now: the pending one if it is of the same selection, else a new one. */
  of(session: SessionView): string
  /** Whether a conversion of this session was pressed whose end is not known. */
  isPending(sessionId: string): boolean
  /** The server has given its last word on it. */
  settle(): void
}

export function createPendingKey(keep: Keep, newKey: () => string): PendingKey {
  return {
    of({ id, selection }) {
      const subject = `${id}/${selection?.kind}/${selection?.points}/${selection?.amount}`
      const [keptSubject, keptKey] = keep.getItem(STORED_AS)?.split(' ') ?? []
      if (keptSubject === subject && keptKey) return keptKey
      const key = newKey()
      keep.setItem(STORED_AS, `${subject} ${key}`)
      return key
    },
    isPending: (sessionId) => keep.getItem(STORED_AS)?.startsWith(`${sessionId}/`) ?? false,
    settle: () => keep.removeItem(STORED_AS),
  }
}

import type { Convert, OpenSession, PointKindView, PopupErrorCode, SessionView } from '@pointpay/contracts'
import { receivedFor } from '../models/amount.ts'
import { wordsOf } from './answers.ts'
import { aConversion, aSession } from './builders.ts'

/** How the partners and the mall behave. */
export interface Behaviour {
  /** What the shopper owns. */
  kinds: PointKindView[]
  /** From the press to the points being taken, and from there to the credit, ms; Infinity: never. */
  convertMs: number
  creditMs: number
  /** Why conversions fail after points were reserved; null: they do not. */
  fails: PopupErrorCode | null
}

/** A server of the popup's API, in memory: one session, and enough behaviour for every screen to be met without a server. */
export interface Backend {
  session: SessionView | null
  behaviour: Behaviour
  /** Each idempotency key that a conversion was begun under. */
  keys: string[]
  now(): number
  code: string
  open(wanted: OpenSession): { session: SessionView; isNew: boolean }
  change(over: Partial<SessionView>): SessionView
  convert(key: string, wanted: Convert): void
  onChange(listener: (session: SessionView) => void): () => void
}

export interface BackendOptions {
  behaviour: Behaviour
  now?: () => number
  /** What new sessions are like. */
  first?: Partial<SessionView>
}

export function createBackend({ behaviour, now = Date.now, first = {} }: BackendOptions): Backend {
  const listeners = new Set<(session: SessionView) => void>()
  const backend: Backend = {
    session: null,
    behaviour,
    keys: [],
    now,
    code: '482915',
    open(wanted) {
      if (backend.session?.open && backend.session.nonce === (wanted.nonce ?? null))
        return { session: backend.session, isNew: false }
      const expiresAt = new Date(now() + 30 * 60_000).toISOString()
      const returnTo = wanted.returnTo ?? null
      backend.session = aSession({
        expiresAt,
        memberId: wanted.userId,
        nonce: wanted.nonce ?? null,
        returnTo,
        ...first,
      })
      return { session: backend.session, isNew: true }
    },
    change(over) {
      const changed = { ...(backend.session ?? aSession()), ...over }
      backend.session = changed
      for (const listener of listeners) listener(changed)
      return changed
    },
    convert(key, { kind, points }) {
      const rules = behaviour.kinds.find((each) => each.code === kind)
      const startedAt = new Date(now()).toISOString()
      const amount = rules ? receivedFor(rules, points) : points
      const transactionNumber = `ME${startedAt.replace(/\D/g, '')}${10_000 + backend.keys.length}`
      backend.keys.push(key)
      backend.change({ conversion: aConversion({ kind, points, amount, startedAt, transactionNumber }) })
      later(behaviour.convertMs, () => (behaviour.fails ? fail(behaviour.fails) : taken()))
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }

  const instant = () => new Date(now()).toISOString()
  function conversionBecomes(over: Partial<NonNullable<SessionView['conversion']>>): void {
    const { conversion } = backend.session ?? {}
    if (conversion) backend.change({ conversion: { ...conversion, ...over } })
  }
  function taken(): void {
    conversionBecomes({ state: 'converted', convertedAt: instant() })
    later(behaviour.creditMs, () => conversionBecomes({ state: 'credited', creditedAt: instant() }))
  }
  function fail(code: PopupErrorCode): void {
    conversionBecomes({ state: 'failed', error: { code, message: wordsOf(code) } })
  }
  return backend
}

function later(ms: number, act: () => void): void {
  if (ms <= 0) act()
  else if (Number.isFinite(ms)) setTimeout(act, ms)
}

import { computed, effect, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import { termsIds, type Convert, type SessionView } from '@pointpay/contracts'
import type { Api } from '../api/client.ts'
import type { ApiFailure } from '../api/failure.ts'
import type { Connection } from './connection.ts'
import type { PendingKey } from './pending-key.ts'
import type { Popup } from './popup.ts'

export type TermsId = Convert['agreed'][number]

type ConvertState =
  | { status: 'idle' }
  | { status: 'sending' }
  /** Sent, and no answer: it is asked again, under the same key, until there is one. */
  | { status: 'unclear' }
  /** `unclear`: the server never gave its word, so that the points may have moved all the same. */
  | { status: 'failed'; failure: ApiFailure; unclear: boolean }

export interface Review {
  agreed: Signal<readonly TermsId[]>
  allAgreed: ReadonlySignal<boolean>
  /** The shopper pressed without having agreed. */
  agreementMissing: Signal<boolean>
  state: ReadonlySignal<ConvertState>
  /** True while a conversion that was pressed may have happened, or may yet. */
  unsettled(): boolean
  convert(): Promise<void>
}

const ASK_AGAIN_AFTER_MS = [1_000, 2_000, 4_000, 8_000] as const
/** Answers that say nothing of the conversion (a proxy's page, `internal`), until the shopper is asked to press again. */
const MOST_UNREADABLE = 4

export function createReview(api: Api, popup: Popup, pendingKey: PendingKey, connection: Connection): Review {
  const agreed = signal<readonly TermsId[]>([])
  const allAgreed = computed(() => termsIds.every((id) => agreed.value.includes(id)))
  const agreementMissing = signal(false)
  const state = signal<ConvertState>({ status: 'idle' })

  // Whoever comes back from another step has changed something, so that the refusal is history.
  effect(() => {
    if (popup.screen.value !== 'review' && state.peek().status === 'failed') state.value = { status: 'idle' }
  })

  async function convert(): Promise<void> {
    agreementMissing.value = !allAgreed.peek()
    const session = popup.session.peek()
    const { status } = state.peek()
    if (!allAgreed.peek() || !session?.selection || status === 'sending' || status === 'unclear') return
    popup.held.value = true
    state.value = { status: 'sending' }
    const failed = await untilClear(session, { ...session.selection, agreed: [...agreed.peek()] })
    state.value = failed ? { status: 'failed', ...failed } : { status: 'idle' }
    popup.held.value = false
  }

  /** @returns why there is no conversion; null where there is one */
  async function untilClear(
    session: SessionView,
    wanted: Convert,
  ): Promise<{ failure: ApiFailure; unclear: boolean } | null> {
    const key = pendingKey.of(session)
    const before = session.conversion?.transactionNumber
    for (let tries = 0; ; tries += 1) {
      const result = popup.take(await api.convert(session.id, key, wanted))
      if (result.ok || (result.failure.kind === 'refused' && !saysNothing(result.failure))) {
        pendingKey.settle()
        return result.ok ? null : { failure: result.failure, unclear: false }
      }
      if (result.failure.kind === 'refused' && result.failure.code === 'too_many_requests')
        return { failure: result.failure, unclear: tries > 0 }
      if (result.failure.kind !== 'no-answer' && tries >= MOST_UNREADABLE)
        return { failure: result.failure, unclear: true }
      state.value = { status: 'unclear' }
      await connection.pause(ASK_AGAIN_AFTER_MS[Math.min(tries, ASK_AGAIN_AFTER_MS.length - 1)] ?? 0)
      // The event stream may have brought the conversion meanwhile.
      const known = popup.session.peek()?.conversion
      if (known && known.transactionNumber !== before && known.state !== 'converting') {
        pendingKey.settle()
        return null
      }
    }
  }

  const unsettled = () => pendingKey.isPending(popup.session.peek()?.id ?? '')

  return { agreed, allAgreed, agreementMissing, state, unsettled, convert }
}

const saysNothing = (failure: ApiFailure & { kind: 'refused' }) =>
  failure.code === 'internal' || failure.code === 'too_many_requests'

import './styles/later.css'
import { computed, effect, untracked } from '@preact/signals'
import type { Api } from './api/client.ts'
import type { Wire } from './api/request.ts'
import { watchSession } from './api/watch-session.ts'
import type { LaterPart } from './later-context.ts'
import { createAmount } from './models/amount.ts'
import type { Connection } from './models/connection.ts'
import { createGoOnAfter } from './models/go-on-after.ts'
import { createPendingKey, type Keep } from './models/pending-key.ts'
import type { Places } from './models/place.ts'
import type { Popup } from './models/popup.ts'
import { createReview } from './models/review.ts'
import { AmountScreen } from './screens/amount-screen.tsx'
import { EndedScreen } from './screens/ended-screen.tsx'
import { LockedScreen } from './screens/identity/locked-screen.tsx'
import { VerifiedScreen } from './screens/identity/verified-screen.tsx'
import { ResultScreen } from './screens/result-screen.tsx'
import { ReviewScreen } from './screens/review-screen.tsx'
import { koLater } from './texts/ko-later.ts'
import type { Texts } from './texts/texts.ts'

export interface LaterDeps {
  wire: Wire
  api: Api
  popup: Popup
  places: Places
  connection: Connection
  texts: Texts
  /** Outlives a reload. */
  keep: Keep
  randomKey(): string
}

/**
 * What a shopper needs after the first screens, in a file of its own that is loaded while they look at those: the
 * steps after the balances, and the stream that keeps the session true.
 */
export function createLater({
  wire,
  api,
  popup,
  places,
  connection,
  texts,
  keep,
  randomKey,
}: LaterDeps): LaterPart {
  texts.learn(koLater)
  const id = computed(() => popup.session.value?.id)
  const stop = effect(() => {
    // A stream goes on in the language that it was asked for in: another language is another stream.
    void texts.language.value
    const session = id.value
    if (!session) return undefined
    const ending = new AbortController()
    untracked(
      () =>
        void watchSession(wire, session, {
          changed: popup.accept,
          look: popup.refresh,
          reachable: connection.answered,
          signal: ending.signal,
          pause: connection.pause,
        }),
    )
    return () => ending.abort()
  })

  return {
    amount: createAmount(api, popup, places, connection),
    review: createReview(api, popup, createPendingKey(keep, randomKey), connection),
    goOnAfter: createGoOnAfter(api, popup, places),
    screens: { amount: AmountScreen, review: ReviewScreen, result: ResultScreen, ended: EndedScreen },
    identityScreens: { verified: VerifiedScreen, locked: LockedScreen },
    stop,
  }
}

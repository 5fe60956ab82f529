import { effect, untracked } from '@preact/signals'
import { render } from 'preact'
import { createApi } from './api/client.ts'
import { App } from './app.tsx'
import type { AppContext } from './app-context.ts'
import { createMallNews } from './mall/mall-news.ts'
import { createAmount } from './models/amount.ts'
import { createBalances } from './models/balances.ts'
import { createClock } from './models/clock.ts'
import { createConnection } from './models/connection.ts'
import { createIdentity } from './models/identity.ts'
import { createLeaving } from './models/leaving.ts'
import { createPendingKey } from './models/pending-key.ts'
import { createPlaces } from './models/place.ts'
import { createPopup } from './models/popup.ts'
import { createReview } from './models/review.ts'
import { readOpening } from './opening/read-opening.ts'
import { safely } from './opening/safely.ts'
import { accentProperties } from './theme/accent.ts'
import { firstLanguage } from './texts/language.ts'
import { createTexts } from './texts/texts.ts'

export interface StartOptions {
  root: HTMLElement
  window: Window
  fetch: typeof fetch
  /** ms since the epoch */
  now(): number
  randomKey(): string
  /** What no test's window can do. */
  browser: { reload(): void; goTo(address: string): void; close(): void }
}

const LANGUAGE_KEPT_AS = 'pointpay-language'

/** Brings the popup up in a page. @returns what takes it down again. */
export function start({ root, window, fetch, now, randomKey, browser }: StartOptions): () => void {
  const { document, location, navigator } = window
  const kept = safely(() => window.localStorage)
  const texts = createTexts(
    firstLanguage(location.search, kept.getItem(LANGUAGE_KEPT_AS), navigator.languages),
    (language) => kept.setItem(LANGUAGE_KEPT_AS, language),
  )
  const clock = createClock(now)
  const connection = createConnection(window)
  const places = createPlaces(window)
  const api = createApi({
    fetch,
    origin: location.origin,
    language: () => texts.language.peek(),
    heardClock: clock.heard,
  })
  const popup = createPopup({ api, wanted: readOpening(document, location), connection, places })
  const pendingKey = createPendingKey(
    safely(() => window.sessionStorage),
    randomKey,
  )
  const review = createReview(api, popup, pendingKey, connection)
  const news = createMallNews(() => window.opener as Window | null)
  const leaving = createLeaving({
    api,
    session: popup.session,
    unsettled: () => review.state.peek().status !== 'idle' && review.state.peek().status !== 'failed',
    tell: (message) => popup.session.peek() && news.tell(popup.session.peek()!, message),
    goTo: browser.goTo,
    closeWindow: browser.close,
    sleep: connection.pause,
  })
  const app: AppContext = {
    popup,
    identity: createIdentity(api, popup, places, connection),
    balances: createBalances(api, popup, places, connection),
    amount: createAmount(api, popup, places, connection),
    review,
    leaving,
    places,
    connection,
    clock,
    texts,
  }

  const stops = [
    effect(() => {
      const session = popup.session.value
      if (session) news.of(session)
    }),
    effect(() => {
      const media = popup.session.value?.media
      for (const [name, value] of Object.entries(accentProperties(media?.accentColor ?? null)))
        document.documentElement.style.setProperty(name, value)
    }),
    effect(() => {
      document.documentElement.lang = texts.language.value
      document.title = `${texts.t('title')} | PointPay`
      // What the server words (the kinds' names) is in its language.
      untracked(() => void popup.refresh())
    }),
  ]
  // The window is used again for the next press: only the fragment changes then, and the page would stay as it is.
  window.addEventListener('hashchange', browser.reload)
  render(<App app={app} />, root)
  void popup.start()

  return () => {
    render(null, root)
    window.removeEventListener('hashchange', browser.reload)
    for (const stop of [...stops, popup.stop, places.stop, connection.stop, clock.stop]) stop()
  }
}

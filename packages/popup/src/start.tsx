import { computed, effect, untracked } from '@preact/signals'
import { render } from 'preact'
import { createApi } from './api/client.ts'
import type { Wire } from './api/request.ts'
import { App } from './app.tsx'
import type { AppContext } from './app-context.ts'
import { createMallNews } from './mall/mall-news.ts'
import { createBalances } from './models/balances.ts'
import { createClock } from './models/clock.ts'
import { createConnection } from './models/connection.ts'
import { createIdentity } from './models/identity.ts'
import { createLaterLoading } from './models/later.ts'
import { createLeaving } from './models/leaving.ts'
import { createPlaces } from './models/place.ts'
import { createPopup } from './models/popup.ts'
import { isLaterStep } from './models/steps.ts'
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
  /** The files that come after the first. */
  load: { later(): Promise<typeof import('./later.ts')> }
  /** What no test's window can do. */
  browser: { reload(): void; goTo(address: string): void; close(): void }
}

const LANGUAGE_KEPT_AS = 'pointpay-language'

/** Brings the popup up in a page. @returns what takes it down again. */
export async function start({
  root,
  window,
  fetch,
  now,
  randomKey,
  load,
  browser,
}: StartOptions): Promise<() => void> {
  const { document, location, navigator } = window
  const kept = safely(() => window.localStorage)
  const texts = await createTexts(
    firstLanguage(location.search, kept.getItem(LANGUAGE_KEPT_AS), navigator.languages),
    (language) => kept.setItem(LANGUAGE_KEPT_AS, language),
  )
  const clock = createClock(now)
  const connection = createConnection(window)
  const places = createPlaces(window)
  const wire: Wire = {
    fetch,
    origin: location.origin,
    language: () => texts.language.peek(),
    heardClock: clock.heard,
  }
  const api = createApi(wire)
  const popup = createPopup({ api, wanted: readOpening(location), connection, places })
  const news = createMallNews(() => window.opener as Window | null)
  const leaving = createLeaving({
    api,
    session: popup.session,
    unsettled: () => later.part.peek()?.review.unsettled() ?? false,
    tell: (message) => popup.session.peek() && news.tell(popup.session.peek()!, message),
    goTo: browser.goTo,
    closeWindow: browser.close,
    sleep: connection.pause,
  })
  const later = createLaterLoading(
    // After the first answer, for which nothing else may take of a slow line; a reload of a later step needs it at once.
    computed(() => popup.session.value !== null || isLaterStep(places.current.value?.step)),
    load.later,
    ({ createLater }) => {
      const keep = safely(() => window.sessionStorage)
      return createLater({ wire, api, popup, places, connection, texts, keep, randomKey })
    },
    connection,
  )
  const app: AppContext = {
    popup,
    identity: createIdentity(api, popup, places, connection),
    balances: createBalances(api, popup, places, connection),
    later,
    leaving,
    places,
    connection,
    clock,
    texts,
    reload: browser.reload,
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
    for (const stop of [...stops, later.stop, places.stop, connection.stop, clock.stop]) stop()
  }
}

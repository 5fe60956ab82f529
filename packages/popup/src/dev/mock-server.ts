import { sessionViewSchema } from '@pointpay/contracts'
import { setupWorker } from 'msw/browser'
import { handlersOf } from './handlers.ts'
import { scenarioOf } from './scenarios.ts'

const KEPT_AS = 'mock-session'

/** Open /pointhub/direct?a_code=demomall&user_id=shopper01 (`&scenario=`, scenarios.ts). The session survives a reload. */
export async function startMockServer(): Promise<void> {
  const backend = scenarioOf(location.search)
  const kept = sessionViewSchema.safeParse(JSON.parse(sessionStorage.getItem(KEPT_AS) ?? 'null'))
  if (kept.success) backend.session = kept.data
  backend.onChange((session) => sessionStorage.setItem(KEPT_AS, JSON.stringify(session)))
  await setupWorker(...handlersOf(backend)).start({
    serviceWorker: { url: `${import.meta.env.BASE_URL}mockServiceWorker.js` },
    onUnhandledFrame: 'bypass',
    quiet: true,
  })
}

import { setupWorker } from 'msw/browser'
import { createBackend } from './backend.ts'
import { handlersOf } from './handlers.ts'
import { sampleData } from './sample-data.ts'

/** Demo log-ins: operator / operator-demo, manager / manager-demo. A reload begins anew, but stays logged in. */
export async function startMockServer(): Promise<void> {
  const service = { pointhub: true, sandbox: true }
  const data = sampleData(Date.now(), service)
  const kept = sessionStorage.getItem('mock-login')
  const backend = createBackend({
    data,
    service,
    now: Date.now,
    mallMs: 2_500,
  })
  backend.me = data.accounts.find((each) => each.login === kept) ?? null
  const worker = setupWorker(...handlersOf(backend))
  worker.events.on('response:mocked', () => sessionStorage.setItem('mock-login', backend.me?.login ?? ''))
  await worker.start({
    serviceWorker: { url: `${import.meta.env.BASE_URL}mockServiceWorker.js` },
    onUnhandledFrame: 'bypass',
    quiet: true,
  })
}

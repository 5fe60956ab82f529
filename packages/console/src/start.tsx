import { render } from 'preact'
import { createApi, type Api } from './api/client.ts'
import { App } from './app.tsx'
import { createConnection } from './models/connection.ts'
import { createService } from './models/service.ts'
import { createSession, type Session } from './models/session.ts'
import { createRouter } from './routing/router.ts'
import { sleep } from './sleep.ts'

export interface StartOptions {
  root: Element
  window: Window
  fetch: typeof fetch
  now(): number
}

/** Brings the console up in a page. @returns what takes it down again. */
export function start({ root, window, fetch, now }: StartOptions): () => void {
  const session: Session = createSession(() => api)
  const api: Api = createApi({ fetch, origin: window.location.origin, onLoggedOut: () => session.lost() })
  const service = createService(api)
  const router = createRouter(window)
  const connection = createConnection(window)
  const copyText = (text: string) => window.navigator.clipboard.writeText(text)
  render(
    <App session={session} service={service} effects={{ api, router, connection, now, sleep, copyText }} />,
    root,
  )
  return () => {
    render(null, root)
    router.stop()
    connection.stop()
  }
}

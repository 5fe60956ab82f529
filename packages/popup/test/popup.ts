import { nextFrame } from '@pointpay/testkit/dom'
import { act, cleanup, configure } from '@testing-library/preact'
import { userEvent, type UserEvent } from '@testing-library/user-event'
import type { RequestHandler } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, vi } from 'vitest'
import axe from 'axe-core'
import { createBackend, type Backend, type Behaviour } from '../src/dev/backend.ts'
import { aKind, cashbag, lpoint } from '../src/dev/builders.ts'
import { handlersOf } from '../src/dev/handlers.ts'
// Loaded ahead: transforming it may take seconds on a busy machine.
import '../src/later.ts'
import { start } from '../src/start.tsx'
import type { SessionView } from '@pointpay/contracts'

/** What the popup meets at the wire; a test adds its own answers with `server.use`. */
export const server = setupServer()
let takeDown = () => {}

// Nothing here is hidden but by not being there; looking for CSS that hides takes most of a test's time in jsdom.
// A busy machine must fail no test.
configure({ defaultHidden: true, asyncUtilTimeout: 5_000 })

export const NONCE = 'AAAAAAAAAAAAAAAAAAAAAA'
export const MALL = 'https://demomall.cafe24.com'

/** Call once in each test file: the wire is up for its tests and clean between them. */
export function meetTheWire(): void {
  beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
  afterEach(() => {
    takeDown()
    cleanup()
    vi.restoreAllMocks()
    document.body.replaceChildren()
    document.head.replaceChildren()
    sessionStorage.clear()
    localStorage.clear()
    online(true)
    server.resetHandlers()
  })
  afterAll(async () => {
    server.close()
    await nextFrame()
  })
}

export interface Opened {
  backend: Backend
  user: UserEvent
  /** What the page that opened the popup was posted, with the origin that each was posted to. */
  posted: { message: Record<string, unknown>; origin: string }[]
  browser: { reload: () => void; goTo: (address: string) => void; close: () => void }
}

export interface OpenOptions {
  /** After the path, e.g. `?a_code=…`. */
  address?: string
  behaviour?: Partial<Behaviour>
  first?: Partial<SessionView>
  backend?: Backend
  /** Answers that come before the backend's. */
  before?: RequestHandler[]
  /** Wraps the way out, to see or to break what goes over it. */
  fetch?: typeof fetch
  /** How the later screens' file is got. */
  later?: () => Promise<typeof import('../src/later.ts')>
  /** False: nobody opened the window, or COOP cut it off. */
  opener?: boolean
  now?: () => number
  languages?: string[]
}

export const usual: Behaviour = {
  kinds: [aKind(), cashbag(), lpoint()],
  convertMs: 0,
  creditMs: 20,
  fails: null,
}

/** Opens the popup as a press of the mall's button does, before a server in memory. */
export async function openPopup(options: OpenOptions = {}): Promise<Opened> {
  takeDown()
  const now = options.now ?? Date.now
  const backend =
    options.backend ??
    createBackend({ behaviour: { ...usual, ...options.behaviour }, first: options.first ?? {}, now })
  server.use(...(options.before ?? []), ...handlersOf(backend))
  const address = options.address ?? `?a_code=demomall&user_id=shopper01#n=${NONCE}`
  window.history.replaceState(null, '', `/pointhub/direct${address}`)
  return bringUp(backend, options, now)
}

/** What F5 does: the page anew, with the same history entry and storage. */
export async function reload(opened: Opened, options: OpenOptions = {}): Promise<Opened> {
  takeDown()
  document.body.replaceChildren()
  return bringUp(opened.backend, options, options.now ?? Date.now)
}

async function bringUp(backend: Backend, options: OpenOptions, now: () => number): Promise<Opened> {
  window.scrollTo = () => {}
  Element.prototype.scrollIntoView = () => {}
  const posted: Opened['posted'] = []
  const opener = {
    postMessage: (message: Record<string, unknown>, origin: string) => posted.push({ message, origin }),
  }
  Object.defineProperty(window, 'opener', {
    configurable: true,
    value: options.opener === false ? null : opener,
  })
  Object.defineProperty(navigator, 'languages', {
    configurable: true,
    value: options.languages ?? ['ko-KR'],
  })
  const browser = {
    reload: vi.fn<() => void>(),
    goTo: vi.fn<(address: string) => void>(),
    close: vi.fn<() => void>(),
  }
  const root = document.body.appendChild(document.createElement('div'))
  let keys = 0
  await act(async () => {
    takeDown = await start({
      root,
      window,
      fetch: options.fetch ?? globalThis.fetch,
      now,
      load: { later: options.later ?? (() => import('../src/later.ts')) },
      randomKey: () => `key-${(keys += 1)}-${Math.random()}`,
      browser,
    })
  })
  return { backend, user: userEvent.setup(), posted, browser }
}

/** What the browser believes of its network. */
export function online(isOnline: boolean): void {
  Object.defineProperty(navigator, 'onLine', { configurable: true, value: isOnline })
  window.dispatchEvent(new Event(isOnline ? 'online' : 'offline'))
}

/** WCAG 2.2 AA, as far as it shows without layout; contrast is checked in Chromium and in theme tests. */
export async function expectAccessible(): Promise<void> {
  const { violations } = await axe.run(document.body, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    rules: { 'color-contrast': { enabled: false } },
  })
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([])
}

import type { ServiceView } from '@pointpay/contracts'
import { nextFrame } from '@pointpay/testkit/dom'
import { act, cleanup, configure } from '@testing-library/preact'
import { userEvent } from '@testing-library/user-event'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { anAccount } from '../src/dev/builders.ts'
import { createBackend, type Backend } from '../src/dev/backend.ts'
import { handlersOf } from '../src/dev/handlers.ts'
import type { Data } from '../src/dev/sample-data.ts'
import { start } from '../src/start.tsx'

// A machine that does several things at once is slow.
configure({ asyncUtilTimeout: 5_000 })

/** 2026-11-24 09:12 KST. */
export const NOW = Date.parse('2026-11-24T00:12:00.000Z')

/** What the console meets at the wire; a test adds its own answers with `server.use`. */
export const server = setupServer()
let takeDown = async () => {}

/** Call once in each test file: the wire is up for its tests and clean between them. */
export function meetTheWire(): void {
  beforeAll(() => {
    standInForDialogs()
    server.listen({ onUnhandledFrame: 'error' })
  })
  afterEach(async () => {
    await takeDown()
    cleanup()
    document.body.replaceChildren()
    server.resetHandlers()
  })
  afterAll(async () => {
    server.close()
    await nextFrame()
  })
}

export interface Opened {
  backend: Backend
  user: ReturnType<typeof userEvent.setup>
  copied: string[]
}

export interface OpenOptions {
  /** Who is logged in; null: nobody. */
  as?: 'operator' | 'manager' | null
  data?: Partial<Data>
  mallMs?: number
  /** Wraps the way out, to see or to break what goes over it. */
  fetch?: typeof fetch
  /** What runs in the service; left out: a live one with partners. */
  service?: ServiceView
  /** Left out: always {@link NOW}. */
  now?: () => number
}

/** Opens the console at an address, as a browser does, before a server in memory that holds `data`. */
export async function openConsole(address: string, options: OpenOptions = {}): Promise<Opened> {
  await takeDown()
  const { now = () => NOW } = options
  const accounts = [
    { ...anAccount(), password: 'operator-password' },
    {
      ...anAccount({ login: 'manager', name: '박매체', role: 'manager', mediaCodes: ['demomall'] }),
      password: 'manager-password',
    },
  ]
  const backend = createBackend({
    data: { accounts, media: [], conversions: [], reviews: [], audit: [], ...options.data },
    service: options.service ?? { pointhub: true, sandbox: false },
    now,
    mallMs: options.mallMs ?? 60,
    me:
      (options.data?.accounts ?? accounts).find(
        (each) => each.login === (options.as === undefined ? 'operator' : options.as),
      ) ?? null,
  })
  server.use(...handlersOf(backend))
  const user = userEvent.setup()
  const copied: string[] = []
  Object.defineProperty(navigator, 'clipboard', {
    configurable: true,
    value: {
      async writeText(text: string) {
        copied.push(text)
      },
    },
  })
  window.history.replaceState(null, '', address)
  window.scrollTo = () => {}
  Element.prototype.scrollIntoView = () => {}
  const root = document.body.appendChild(document.createElement('div'))
  const { fetch: wayOut = globalThis.fetch } = options
  const answers = new Set<Promise<Response>>()
  const tracked: typeof fetch = (input, init) => {
    const answer = wayOut(input, init)
    answers.add(answer)
    return answer
  }
  await act(() => {
    const leave = start({ root, window, fetch: tracked, now })
    takeDown = async () => {
      // A call that the page aborts while its answer arrives trips an assertion in Node's fetch over mocked sockets. So the
      // server ends its event streams, and all answers are in, before the page is left.
      backend.stop()
      await Promise.allSettled(answers)
      await new Promise((resolve) => setTimeout(resolve, 20))
      leave()
    }
  })
  return { backend, user, copied }
}

/** jsdom has `<dialog>` without its methods; the real ones are met in Chromium (playwright/journeys). */
function standInForDialogs(): void {
  HTMLDialogElement.prototype.showModal ??= showModal
  HTMLDialogElement.prototype.close ??= close
}

function showModal(this: HTMLDialogElement): void {
  this.open = true
  this.querySelector<HTMLElement>('button, input, textarea')?.focus()
}

function close(this: HTMLDialogElement): void {
  this.open = false
}

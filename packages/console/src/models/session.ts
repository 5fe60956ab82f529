import type { Me } from '@pointpay/contracts'
import { signal, type ReadonlySignal } from '@preact/signals'
import type { Api } from '../api/client.ts'
import type { ApiFailure } from '../api/failure.ts'

export type SessionState =
  | { status: 'starting' }
  | { status: 'failed'; failure: ApiFailure }
  /** `expired`: somebody was logged in here a moment ago. */
  | { status: 'nobody'; expired: boolean }
  | { status: 'known'; me: Me }

export interface Session {
  state: ReadonlySignal<SessionState>
  start(): Promise<void>
  loggedIn(me: Me): void
  logOut(): Promise<void>
  /** The server said that it does not know this browser. */
  lost(): void
}

/**
 * Who is logged in. When a session ends, the address stays as it is and the log-in screen is drawn over it: so after
 * logging in the person is back where they were, with no address to carry along and none to forge.
 */
export function createSession(api: () => Api): Session {
  const state = signal<SessionState>({ status: 'starting' })
  return {
    state,
    async start() {
      state.value = { status: 'starting' }
      const result = await api().me()
      if (result.ok) state.value = { status: 'known', me: result.value }
      else if (state.peek().status === 'starting') state.value = { status: 'failed', failure: result.failure }
    },
    loggedIn(me) {
      state.value = { status: 'known', me }
    },
    async logOut() {
      const result = await api().logOut()
      if (result.ok) state.value = { status: 'nobody', expired: false }
    },
    lost() {
      // Of several calls that come back so at once, the first tells.
      if (state.peek().status === 'nobody') return
      state.value = { status: 'nobody', expired: state.peek().status === 'known' }
    },
  }
}

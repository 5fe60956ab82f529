import type { ReadonlySignal } from '@preact/signals'
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Me, ServiceView } from '@pointpay/contracts'
import type { Api } from './api/client.ts'
import type { Connection } from './models/connection.ts'
import type { Router } from './routing/router.ts'

/** What the screens are given: every effect that they and their models have. */
export interface AppContext {
  api: Api
  router: Router
  connection: Connection
  /** ms since the epoch */
  now(): number
  sleep(ms: number, signal: AbortSignal): Promise<void>
  copyText(text: string): Promise<void>
  /** Changes at most once, when the server's answer arrives. */
  service: ReadonlySignal<ServiceView>
  me: Me
  /** Whoever is logged in changed something of their own account. */
  changedMe(me: Me): void
  logOut(): Promise<void>
}

const Context = createContext<AppContext | null>(null)
export const AppProvider = Context.Provider

export function useApp(): AppContext {
  const app = useContext(Context)
  if (!app) throw new Error('A screen was rendered outside <AppProvider>.')
  return app
}

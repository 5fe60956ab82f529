import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Balances } from './models/balances.ts'
import type { Clock } from './models/clock.ts'
import type { Connection } from './models/connection.ts'
import type { Identity } from './models/identity.ts'
import type { Later } from './models/later.ts'
import type { Leaving } from './models/leaving.ts'
import type { Places } from './models/place.ts'
import type { Popup } from './models/popup.ts'
import type { Texts } from './texts/texts.ts'

/** What the screens are given. */
export interface AppContext {
  popup: Popup
  identity: Identity
  balances: Balances
  later: Later
  leaving: Leaving
  places: Places
  connection: Connection
  clock: Clock
  texts: Texts
  reload(): void
}

const Context = createContext<AppContext | null>(null)
export const AppProvider = Context.Provider

export function useApp(): AppContext {
  const app = useContext(Context)
  if (!app) throw new Error('A screen was rendered outside <AppProvider>.')
  return app
}

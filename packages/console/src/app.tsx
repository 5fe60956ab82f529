import { useComputed } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { AppProvider, type AppContext } from './app-context.ts'
import { Failure } from './components/failure.tsx'
import { Loading } from './components/loading.tsx'
import { SandboxBanner } from './components/sandbox-banner.tsx'
import type { Service } from './models/service.ts'
import type { Session } from './models/session.ts'
import { LogInScreen } from './screens/log-in-screen.tsx'
import { CurrentScreen } from './screens/current-screen.tsx'

export interface AppProps {
  session: Session
  service: Service
  effects: Omit<AppContext, 'me' | 'changedMe' | 'logOut' | 'service'>
}

/** The console: nobody gets past here without a session, and everybody comes back to the address they had. */
export function App({ session, service, effects }: AppProps) {
  useEffect(() => void session.start(), [])
  // The log-in does not wait for it. After a failure, each screen and each return of the network tries again.
  useEffect(
    () => void service.load(),
    [session.state.value, effects.router.address.value, effects.connection.online.value],
  )
  return (
    <>
      {service.view.value.sandbox && <SandboxBanner />}
      <Entrance session={session} service={service} effects={effects} />
    </>
  )
}

function Entrance({ session, service, effects }: AppProps) {
  const state = session.state.value
  const app = useComputed<AppContext | null>(() =>
    session.state.value.status === 'known'
      ? {
          ...effects,
          service: service.view,
          me: session.state.value.me,
          changedMe: session.loggedIn,
          logOut: session.logOut,
        }
      : null,
  )
  if (state.status === 'starting') return <Loading lines={10} />
  if (state.status === 'failed')
    return (
      <main class="log-in">
        <Failure failure={state.failure} retry={() => void session.start()} />
      </main>
    )
  if (state.status === 'nobody' || !app.value)
    return (
      <LogInScreen
        api={effects.api}
        clock={effects}
        expired={state.status === 'nobody' && state.expired}
        loggedIn={session.loggedIn}
      />
    )
  return (
    <AppProvider value={app.value}>
      <CurrentScreen />
    </AppProvider>
  )
}

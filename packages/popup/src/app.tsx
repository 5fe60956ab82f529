import type { ComponentChild } from 'preact'
import { useRef } from 'preact/hooks'
import { AppProvider, useApp, type AppContext } from './app-context.ts'
import { Button } from './components/button.tsx'
import { LanguageSwitch } from './components/language-switch.tsx'
import { LeftBefore } from './components/left-before.tsx'
import { MallCard } from './components/mall-card.tsx'
import { OfflineBanner } from './components/offline-banner.tsx'
import { Progress } from './components/progress.tsx'
import { ArrivalsProvider } from './components/stage.tsx'
import { TestBanner } from './components/test-banner.tsx'
import { StayedOpen } from './components/way-out.tsx'
import type { Screen } from './models/popup.ts'
import { steps } from './models/steps.ts'
import { IdentityScreen } from './screens/identity-screen.tsx'
import { KindsScreen } from './screens/kinds-screen.tsx'
import { OpeningScreen } from './screens/opening-screen.tsx'
import { PartScreen } from './screens/part-screen.tsx'
import { ProblemScreen } from './screens/problem-screen.tsx'

const firstScreens = {
  opening: OpeningScreen,
  problem: ProblemScreen,
  identity: IdentityScreen,
  kinds: KindsScreen,
}

export function App({ app }: { app: AppContext }) {
  const arrivals = useRef({ first: true })
  return (
    <AppProvider value={app}>
      <ArrivalsProvider value={arrivals.current}>
        <Sheet />
      </ArrivalsProvider>
    </AppProvider>
  )
}

/** What surrounds every screen: whose popup this is, how far one has come, and the way out. */
function Sheet() {
  const { popup, leaving, later, texts } = useApp()
  const screen = popup.screen.value
  const session = popup.session.value
  const step = steps.find((each) => each === screen)
  const screens: Partial<Record<Screen, () => ComponentChild>> = {
    ...firstScreens,
    ...later.part.value?.screens,
  }
  const Current = screens[screen] ?? PartScreen
  return (
    <div class="sheet">
      {session && <TestBanner session={session} />}
      <header>
        <p class="brand">
          <span class="brand-mark" aria-hidden="true" />
          PointPay
        </p>
        {step && (
          <Button look="link" onPress={leaving.leave}>
            {texts.t(session?.returnTo ? 'toMall' : 'close')}
          </Button>
        )}
      </header>
      <OfflineBanner />
      {session && <MallCard session={session} />}
      {step && <Progress step={step} />}
      <main>
        <LeftBefore />
        <Current key={screen} />
        <StayedOpen />
      </main>
      <footer>
        {session && <p>{texts.t('help', { mall: session.media.name })}</p>}
        <LanguageSwitch />
      </footer>
    </div>
  )
}

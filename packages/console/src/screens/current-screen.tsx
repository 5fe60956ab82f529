import { useEffect } from 'preact/hooks'
import { useApp } from '../app-context.ts'
import { hrefTo, matchRoute, type Route } from '../routing/routes.ts'
import { ConversionScreen } from './conversion/conversion-screen.tsx'
import { ConversionsScreen } from './conversions/conversions-screen.tsx'
import { NotFoundScreen } from './not-found-screen.tsx'
import { Shell } from './shell.tsx'

/** The screen that the address names, for this account. */
export function CurrentScreen() {
  const { router, me } = useApp()
  const { pathname } = router.address.value
  const route = matchRoute(pathname, me.role)
  return (
    <Shell route={route}>
      <Screen key={pathname} route={route} />
    </Shell>
  )
}

function Screen({ route }: { route: Route }) {
  switch (route.screen) {
    case 'home':
      return <Home />
    case 'conversions':
      return <ConversionsScreen />
    case 'conversion':
      return <ConversionScreen {...route} />
    default:
      return <NotFoundScreen />
  }
}

function Home() {
  const { router } = useApp()
  useEffect(() => router.replace(hrefTo('conversions')), [])
  return null
}

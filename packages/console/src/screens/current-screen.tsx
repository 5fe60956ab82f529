import { useEffect } from 'preact/hooks'
import { useApp } from '../app-context.ts'
import { hrefTo, matchRoute, type Route } from '../routing/routes.ts'
import { AccountsScreen } from './accounts/accounts-screen.tsx'
import { AuditScreen } from './audit/audit-screen.tsx'
import { ConversionScreen } from './conversion/conversion-screen.tsx'
import { ConversionsScreen } from './conversions/conversions-screen.tsx'
import { MediaScreen } from './media/media-screen.tsx'
import { NewMediaScreen } from './media/new-media-screen.tsx'
import { OneMediaScreen } from './media/one-media-screen.tsx'
import { MyAccountScreen } from './my-account/my-account-screen.tsx'
import { NotFoundScreen } from './not-found-screen.tsx'
import { ReviewsScreen } from './reviews/reviews-screen.tsx'
import { SettlementScreen } from './settlement/settlement-screen.tsx'
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
    case 'reviews':
      return <ReviewsScreen />
    case 'media':
      return <MediaScreen />
    case 'one-media':
      return <OneMediaScreen mediaCode={route.mediaCode} />
    case 'new-media':
      return <NewMediaScreen />
    case 'settlement':
      return <SettlementScreen />
    case 'accounts':
      return <AccountsScreen />
    case 'audit':
      return <AuditScreen />
    case 'my-account':
      return <MyAccountScreen />
    case 'not-found':
      return <NotFoundScreen />
  }
}

function Home() {
  const { router } = useApp()
  useEffect(() => router.replace(hrefTo('conversions')), [])
  return null
}

import type { ComponentChildren } from 'preact'
import { useApp } from '../app-context.ts'
import { Badge } from '../components/badge.tsx'
import { Link } from '../components/link.tsx'
import { Notice } from '../components/notice.tsx'
import { messages } from '../messages.ts'
import { hrefTo, type PlainScreen, type Route } from '../routing/routes.ts'

const menuOf = {
  manager: ['conversions', 'reviews', 'media', 'settlement'],
  operator: ['conversions', 'reviews', 'media', 'settlement', 'accounts', 'audit'],
} as const

/** Which menu entry a screen belongs to. */
const entryOf: Partial<Record<Route['screen'], PlainScreen>> = {
  conversion: 'conversions',
  'one-media': 'media',
  'new-media': 'media',
}

/** What surrounds every screen: the menu, who is logged in, and whether there is a network. */
export function Shell({ route, children }: { route: Route; children: ComponentChildren }) {
  const { me, service, connection, logOut } = useApp()
  // An operator moves everybody's points. Where nothing is real, nobody is nagged.
  const needsSecondFactor = me.role === 'operator' && !me.secondFactor && !service.value.sandbox
  const current = entryOf[route.screen] ?? route.screen
  return (
    <div class="shell">
      <a class="skip" href="#content">
        {messages.skipToContent}
      </a>
      <header class="shell__head">
        <p class="shell__product">{messages.product}</p>
        <p class="shell__person">
          <Link href={hrefTo('my-account')} current={current === 'my-account'}>
            {me.name} <span class="quiet">{messages.role[me.role]}</span>
          </Link>
          {needsSecondFactor && (
            <Badge tone="attention" shape="attention" text={messages.secondFactor.offShort} />
          )}
          <button type="button" class="button button--quiet" onClick={() => void logOut()}>
            {messages.login.logOut}
          </button>
        </p>
      </header>
      <nav class="shell__menu" aria-label={messages.menuLabel}>
        {menuOf[me.role].map((screen) => (
          <Link key={screen} href={hrefTo(screen)} current={screen === current}>
            {messages.menu[screen]}
          </Link>
        ))}
      </nav>
      <main class="shell__content" id="content" tabIndex={-1}>
        <div role="status">
          {!connection.online.value && <Notice tone="attention">{messages.offline}</Notice>}
        </div>
        {children}
      </main>
    </div>
  )
}

import { readFileSync } from 'node:fs'
import type { Hono } from 'hono'
import type { ComposeOptions, Parts } from './compose.ts'
import { createApp } from './http/app.ts'
import { consoleFiles } from './http/console-files.ts'
import { onItsPool } from './http/on-its-pool.ts'
import { healthRoutes } from './operation/health.ts'
import { openApiRoute } from './operation/openapi.ts'
import { securityTxtRoute } from './operation/security-txt.ts'
import { isSandbox } from './partner-settings.ts'
import { places } from './places.ts'
import type { Log } from './pointhub/deps.ts'
import type { Settings } from './settings.ts'
import type { ServerStore } from './store.ts'

interface ServiceAppDeps {
  settings: Settings
  store: ServerStore['store']
  parts: Pick<Parts, 'routes' | 'metrics'>
  log: Log
  isStopping: () => boolean
  options: Pick<ComposeOptions, 'clock' | 'places'>
}

/** Everything that the service answers, as one app. */
export function createServiceApp({ settings, store, parts, log, isStopping, options }: ServiceAppDeps): Hono {
  const { origin, securityContact: contact } = settings
  const clock = options.clock ?? (() => new Date())
  return createApp(
    [
      onItsPool(store),
      healthRoutes({ store, isStopping, sandbox: isSandbox(settings) }),
      openApiRoute(versionOf()),
      securityTxtRoute({ origin, contact, clock }),
      ...parts.routes,
      consoleFiles(options.places?.console ?? places.console, log),
    ],
    { origin, log, onAnswer: parts.metrics.countRequest },
  )
}

function versionOf(): string {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}

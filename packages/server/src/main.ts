import { StoreRefused } from './demo-store.ts'
import { startService } from './service.ts'
import { StoreUnusable } from '@pointpay/credit'
import { readSettings, SettingsError } from './settings.ts'

// The service on its own: `node packages/server/src/main.ts`, with its settings in the environment.

// Files that the store and the token journal make later are for this user alone.
process.umask(0o077)

try {
  const service = await startService(readSettings(process.env))
  let stopping = false
  const stop = () => {
    // Asked twice, it ends at once: what is under way is settled by another process, or at the next start.
    if (stopping) process.exit(1)
    stopping = true
    service.close().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
} catch (error) {
  fail(error)
}

function fail(error: unknown): never {
  console.error(explain(error))
  process.exit(1)
}

function explain(error: unknown): string {
  if (error instanceof SettingsError || error instanceof StoreRefused || error instanceof StoreUnusable)
    return error.message
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    const port = 'port' in error ? ` ${String(error.port)}` : ''
    return `Port${port} is taken. Stop what listens there, or choose another with POINTPAY_PORT.`
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

import { startService } from './service.ts'
import { readSettings, SettingsError } from './settings.ts'

/** The service on its own: `node packages/server/src/main.ts`, with its settings in the environment. */
try {
  const service = await startService(readSettings(process.env))
  const stop = () => void service.close().then(() => process.exit(0))
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
} catch (error) {
  console.error(explain(error))
  process.exit(1)
}

function explain(error: unknown): string {
  if (error instanceof SettingsError) return error.message
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    return 'The port is taken. Stop what listens there, or set POINTPAY_PORT.'
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

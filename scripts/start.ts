import { SettingsError, StoreRefused } from '@pointpay/server'
import { buildStale } from './build.ts'
import { CannotStart } from './cannot-start.ts'
import { readDemoOptions, type DemoOptions } from './demo-options.ts'
import { bringUp, type System } from './system.ts'

/** Looks this often for the death of the command that started us: a killed `npx` must not leave a server behind. */
const parentWatchMs = 500

const { options, system } = await start().catch((error: Error) => {
  console.error(explain(error))
  process.exit(1)
})

console.log(`
PointPay is up.

  skin page (simulated Cafe24)  ${system.simulatorOrigin}/demomall/
      log in as shopper01, password pointpay
  console                       ${system.origin}/console/
      operator: operator / pointpay-demo    media manager: demo / pointpay-demo
${popupLines(system)}
  API description               ${system.origin}/openapi.json

  data in ${options.dataFolder}; stop with Ctrl-C
`)

let stopping = false
async function stop(): Promise<void> {
  if (stopping) process.exit(1)
  stopping = true
  console.log('stopping…')
  await system.close()
  process.exit(0)
}
process.on('SIGINT', stop)
process.on('SIGTERM', stop)

const parent = process.ppid
setInterval(() => {
  if (process.ppid !== parent && !stopping) void stop()
}, parentWatchMs).unref()

async function start(): Promise<{ options: DemoOptions; system: System }> {
  const demo = readDemoOptions(process.argv.slice(2), process.env)
  // Built before the umask: what is built is no secret.
  buildStale()
  process.umask(0o077)
  return { options: demo, system: await bringUp({ ...demo, env: process.env }) }
}

function popupLines({ origin, pointPayOrigin }: System): string {
  const popup = `/pointhub/direct?a_code=demo&user_id=shopper01`
  if (!pointPayOrigin) return `  popup                         ${origin}${popup}`
  return `  popup (simulated PointPay)    ${pointPayOrigin}${popup}
      what it posted to the RETURN URL: ${pointPayOrigin}/_sim/postings`
}

function explain(error: NodeJS.ErrnoException & { port?: number }): string {
  if (error.code === 'EADDRINUSE')
    return `Port ${error.port} is taken, perhaps by another "pnpm start". Stop it, or choose ports with POINTPAY_PORT and CAFE24_SIM_PORT.`
  const isPlain = [CannotStart, SettingsError, StoreRefused].some((kind) => error instanceof kind)
  return `PointPay did not start.\n${isPlain ? error.message : (error.stack ?? error.message)}`
}

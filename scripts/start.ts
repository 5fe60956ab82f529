import { join } from 'node:path'
import { bringUp } from './system.ts'

/** Looks this often for the death of the command that started us: a killed `npx` must not leave a server behind. */
const parentWatchMs = 500

const dataFolder = process.env['POINTPAY_DATA'] ?? join(import.meta.dirname, '..', '.data')

const system = await bringUp({
  port: Number(process.env['POINTPAY_PORT'] ?? 4300),
  simulatorPort: Number(process.env['CAFE24_SIM_PORT'] ?? 4310),
  dataFolder,
  env: process.env,
}).catch((error: NodeJS.ErrnoException) => {
  console.error(explain(error))
  process.exit(1)
})

console.log(`
PointPay is up.

  skin page (simulated Cafe24)  ${system.simulatorOrigin}/demomall/
      log in as shopper01, password pointpay
  console                       ${system.origin}/console/
      operator: operator / pointpay-demo    media manager: demo / pointpay-demo
  popup                         ${system.origin}/pointhub/direct?a_code=demo&user_id=shopper01
  API description               ${system.origin}/openapi.json

  data in ${dataFolder}; stop with Ctrl-C
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

function explain(error: NodeJS.ErrnoException & { port?: number }): string {
  if (error.code !== 'EADDRINUSE') return `PointPay did not start.\n${error.stack ?? error.message}`
  return `Port ${error.port} is taken, perhaps by another "pnpm start". Stop it, or choose ports with POINTPAY_PORT and CAFE24_SIM_PORT.`
}

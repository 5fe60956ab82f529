import { readPort } from '../read-port.ts'
import { startPointPay, type SimulatedPointPay } from './start-point-pay.ts'

const pointPay = await start().catch((error: Error) => {
  console.error(error.message)
  process.exit(1)
})
console.log(`simulated PointPay on ${pointPay.origin}`)

async function start(): Promise<SimulatedPointPay> {
  return startPointPay({
    port: readPort('POINTPAY_SIM_PORT', 4320),
    host: process.env['POINTPAY_SIM_HOST'] ?? '127.0.0.1',
  })
}

async function stop(): Promise<void> {
  await pointPay.close()
  process.exit(0)
}
process.on('SIGINT', stop)
process.on('SIGTERM', stop)
// Forked by another process, it says where it is and ends with its parent, also when that is killed.
process.on('disconnect', stop)
process.send?.({ origin: pointPay.origin })

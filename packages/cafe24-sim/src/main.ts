import { readPort } from './read-port.ts'
import { startSimulator, type Simulator } from './start-simulator.ts'

const simulator = await start().catch((error: Error) => {
  console.error(error.message)
  process.exit(1)
})
console.log(`simulated Cafe24 on ${simulator.origin}`)

async function start(): Promise<Simulator> {
  const { CAFE24_SIM_HOST, CAFE24_SIM_DATA, CAFE24_SIM_WIDGET_SRC, CAFE24_SIM_POPUP_ORIGIN } = process.env
  return startSimulator({
    port: readPort('CAFE24_SIM_PORT', 4310),
    host: CAFE24_SIM_HOST ?? '127.0.0.1',
    dataFile: CAFE24_SIM_DATA ?? '.data/cafe24-sim.db',
    ...(CAFE24_SIM_WIDGET_SRC && { widgetSrc: CAFE24_SIM_WIDGET_SRC }),
    ...(CAFE24_SIM_POPUP_ORIGIN && { popupOrigin: CAFE24_SIM_POPUP_ORIGIN }),
  })
}

async function stop(): Promise<void> {
  await simulator.close()
  process.exit(0)
}
process.on('SIGINT', stop)
process.on('SIGTERM', stop)

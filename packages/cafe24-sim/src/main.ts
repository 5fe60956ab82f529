import { startSimulator } from './start-simulator.ts'

const simulator = await startSimulator({
  port: Number(process.env['CAFE24_SIM_PORT'] ?? 4310),
  host: process.env['CAFE24_SIM_HOST'] ?? '127.0.0.1',
  dataFile: process.env['CAFE24_SIM_DATA'] ?? '.data/cafe24-sim.db',
  ...(process.env['CAFE24_SIM_WIDGET_SRC'] && { widgetSrc: process.env['CAFE24_SIM_WIDGET_SRC'] }),
})
console.log(`simulated Cafe24 on ${simulator.origin}`)

async function stop(): Promise<void> {
  await simulator.close()
  process.exit(0)
}
process.on('SIGINT', stop)
process.on('SIGTERM', stop)

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bringUp } from './system.ts'

/** The system that the journeys run against: as `start` has it, in a folder that is thrown away. */
const dataFolder = mkdtempSync(join(tmpdir(), 'pointpay-journeys-'))
const system = await bringUp({
  port: Number(process.env['POINTPAY_PORT']),
  simulatorPort: Number(process.env['CAFE24_SIM_PORT']),
  dataFolder,
})

async function stop(): Promise<void> {
  await system.close()
  rmSync(dataFolder, { recursive: true, force: true })
  process.exit(0)
}
process.on('SIGTERM', stop)
process.on('SIGINT', stop)

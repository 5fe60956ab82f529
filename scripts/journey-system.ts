import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readDemoOptions } from './demo-options.ts'
import { bringUp } from './system.ts'

/** A system that the journeys run against: as `start` has it with the same arguments, in a folder that is thrown away. */
const dataFolder = mkdtempSync(join(tmpdir(), 'pointpay-journeys-'))
const system = await bringUp({ ...readDemoOptions(process.argv.slice(2), process.env), dataFolder })

async function stop(): Promise<void> {
  await system.close()
  rmSync(dataFolder, { recursive: true, force: true })
  process.exit(0)
}
process.on('SIGTERM', stop)
process.on('SIGINT', stop)

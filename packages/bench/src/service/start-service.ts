import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { demoSettings } from './demo-settings.ts'

export interface RunningService {
  origin: string
  close(): Promise<void>
}

/** Starts the service in a process of its own with these settings beside the benchmarks' own. */
export async function startServiceProcess(env: Record<string, string>): Promise<RunningService> {
  const child = fork(fileURLToPath(new URL('./service-process.ts', import.meta.url)), {
    env: { ...process.env, ...demoSettings, ...env },
  })
  const [port] = (await once(child, 'message')) as [number]
  return {
    origin: `http://127.0.0.1:${port}`,
    async close() {
      const exited = once(child, 'exit')
      child.disconnect()
      await exited
    },
  }
}

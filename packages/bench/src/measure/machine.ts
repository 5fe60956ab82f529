import { execFileSync } from 'node:child_process'
import { cpus, release, totalmem } from 'node:os'

export interface Machine {
  cpu: string
  cores: number
  memoryGiB: number
  kernel: string
  node: string
  chromium: string
}

/** Names the machine that the figures were measured on. */
export function describeMachine(chromiumPath: string): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    node: process.version,
    chromium: execFileSync(chromiumPath, ['--version', '--no-sandbox'], { encoding: 'utf8' }).trim(),
  }
}

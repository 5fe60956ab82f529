import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { LogLine } from './service.ts'

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

/** The service as it runs in production: a process of its own, settings in the environment, its log on stdout. */
export class ServiceProcess {
  readonly log: LogLine[] = []
  stderr = ''
  readonly origin: string
  readonly #child: ChildProcess
  readonly exited: Promise<number | null>

  constructor(env: Record<string, string>) {
    this.origin = `http://127.0.0.1:${env['POINTPAY_PORT']}`
    this.#child = spawn(process.execPath, [main], {
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    createInterface({ input: this.#child.stdout! }).on('line', (line) => {
      this.log.push(JSON.parse(line) as LogLine)
    })
    this.#child.stderr!.on('data', (chunk: Buffer) => (this.stderr += chunk.toString()))
    this.exited = new Promise((resolve) => this.#child.once('close', (code) => resolve(code)))
  }

  /** Resolves once the process can serve. @throws with what it said where it ends instead */
  async ready(): Promise<this> {
    while (this.#child.exitCode === null) {
      const answer = await fetch(`${this.origin}/readyz`).catch(() => null)
      if (answer?.ok) return this
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    throw new Error(`The service ended at its start: ${this.stderr}`)
  }

  kill(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    this.#child.kill(signal)
    return this.exited
  }

  /** How many parts this process credited. */
  credited(): number {
    return this.log.filter(({ event, to }) => event === 'part.moved' && to === 'credited').length
  }
}

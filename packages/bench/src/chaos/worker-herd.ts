import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Dice } from './dice.ts'

export interface WorkerHerd {
  kills(): number
  stopKilling(): void
  close(): Promise<void>
}

/** Keeps so many worker processes running, and kills one of them every now and then with SIGKILL. */
export function startHerd(
  args: string[],
  options: { workers: number; killEveryMs: number; dice: Dice },
): WorkerHerd {
  const script = fileURLToPath(new URL('./worker-process.ts', import.meta.url))
  const herd: ChildProcess[] = Array.from({ length: options.workers }, () => fork(script, args))
  let kills = 0
  let timer: NodeJS.Timeout | undefined
  function killOne() {
    const place = options.dice.below(herd.length)
    herd[place]?.kill('SIGKILL')
    herd[place] = fork(script, args)
    kills += 1
    timer = setTimeout(killOne, options.killEveryMs * (0.5 + options.dice.next()))
  }
  timer = setTimeout(killOne, options.killEveryMs)
  return {
    kills: () => kills,
    stopKilling: () => clearTimeout(timer),
    async close() {
      clearTimeout(timer)
      await Promise.all(
        herd.map(async (child) => {
          if (child.exitCode !== null || child.signalCode !== null) return
          child.kill('SIGKILL')
          await once(child, 'exit')
        }),
      )
    },
  }
}

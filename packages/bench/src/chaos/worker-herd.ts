import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Dice } from './dice.ts'
import { pace } from './pace.ts'

/** Past a lease and the looks that settle what it left: who wakes then must find that its work is no longer its own. */
const LONGEST_FREEZE_MS = 2.5 * pace.leaseMs

export interface WorkerHerd {
  kills(): number
  freezes(): number
  close(): Promise<void>
}

/**
 * Keeps so many worker processes running; now and then kills one of them with SIGKILL, and freezes one with SIGSTOP for a while
 * that may be longer than its leases.
 */
export function startHerd(
  args: string[],
  options: { workers: number; killEveryMs: number; freezeEveryMs: number; dice: Dice },
): WorkerHerd {
  const script = fileURLToPath(new URL('./worker-process.ts', import.meta.url))
  const herd: ChildProcess[] = Array.from({ length: options.workers }, () => fork(script, args))
  let kills = 0
  let freezes = 0
  const again = (act: () => void, everyMs: number) =>
    setTimeout(act, everyMs * (0.5 + options.dice.next())).unref()
  const timers: Record<'kill' | 'freeze', NodeJS.Timeout> = {
    kill: again(killOne, options.killEveryMs),
    freeze: again(freezeOne, options.freezeEveryMs),
  }
  function killOne() {
    const place = options.dice.below(herd.length)
    herd[place]?.kill('SIGKILL')
    herd[place] = fork(script, args)
    kills += 1
    timers.kill = again(killOne, options.killEveryMs)
  }
  function freezeOne() {
    const child = herd[options.dice.below(herd.length)]
    child?.kill('SIGSTOP')
    freezes += 1
    setTimeout(() => child?.kill('SIGCONT'), LONGEST_FREEZE_MS * options.dice.next()).unref()
    timers.freeze = again(freezeOne, options.freezeEveryMs)
  }
  return {
    kills: () => kills,
    freezes: () => freezes,
    async close() {
      clearTimeout(timers.kill)
      clearTimeout(timers.freeze)
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

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
  const stopKilling = nowAndThen(options.killEveryMs, options.dice, () => {
    const place = options.dice.below(herd.length)
    herd[place]?.kill('SIGKILL')
    herd[place] = fork(script, args)
    kills += 1
  })
  const stopFreezing = nowAndThen(options.freezeEveryMs, options.dice, () => {
    const child = herd[options.dice.below(herd.length)]
    child?.kill('SIGSTOP')
    freezes += 1
    setTimeout(() => child?.kill('SIGCONT'), LONGEST_FREEZE_MS * options.dice.next()).unref()
  })
  return {
    kills: () => kills,
    freezes: () => freezes,
    async close() {
      stopKilling()
      stopFreezing()
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

/** Acts at uneven intervals, `everyMs` on average, until the answer is called. */
function nowAndThen(everyMs: number, dice: Dice, act: () => void): () => void {
  let timer: NodeJS.Timeout
  const next = () => {
    timer = setTimeout(
      () => {
        act()
        next()
      },
      everyMs * (0.5 + dice.next()),
    )
  }
  next()
  return () => clearTimeout(timer)
}

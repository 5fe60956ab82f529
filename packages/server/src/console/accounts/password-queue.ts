import { Worker } from 'node:worker_threads'
import type { PasswordResult, PasswordTask } from './password-thread.ts'

/** Passwords, derived one after the other in a thread of their own. */
export interface PasswordQueue {
  /** Tasks waiting, with the one that is being carried out. */
  length(): number
  run(task: PasswordTask): Promise<PasswordResult>
  /** Ends the thread. What waits fails. */
  close(): Promise<void>
}

interface Waiting {
  resolve(result: PasswordResult): void
  reject(error: Error): void
}

/**
 * Not `crypto.scrypt`, which takes the threads that files, DNS and compression need: some dozen passwords at once would hold up
 * every page. The thread starts with the first task, and while it has none it does not keep the process alive. By hand, since
 * the pools that there are (piscina) bring a native addon along for a queue of one thread.
 */
export function createPasswordQueue(): PasswordQueue {
  /** In the order of their tasks, in which the thread answers. */
  let waiting: Waiting[] = []
  let thread: Worker | null = null

  function start(): Worker {
    const started = new Worker(new URL('./password-thread.ts', import.meta.url))
    started.on('message', (result: PasswordResult) => {
      waiting.shift()?.resolve(result)
      if (waiting.length === 0) started.unref()
    })
    started.on('error', (error) => end(started, error))
    started.on('exit', () => end(started, new Error('The thread that derives passwords ended.')))
    return started
  }

  function end(ended: Worker, error: unknown): void {
    if (thread !== ended) return
    thread = null
    const left = waiting
    waiting = []
    for (const { reject } of left) reject(error as Error)
  }

  return {
    length: () => waiting.length,
    run(task) {
      thread ??= start()
      thread.ref()
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      thread.postMessage(task)
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }))
    },
    async close() {
      await thread?.terminate()
    },
  }
}

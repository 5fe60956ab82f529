import { parentPort } from 'node:worker_threads'
import { hashPassword, verifyPassword } from './password-hash.ts'

// What runs in the thread of `passwords.ts`.

export type PasswordTask =
  | { kind: 'hash'; password: string; salt: Uint8Array }
  | { kind: 'verify'; password: string; stored: string | null }

export type PasswordResult = { hash: string } | { isRight: boolean } | { error: string }

parentPort?.on('message', (task: PasswordTask) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage(carryOut(task))
})

/** An error stays with its task: the thread goes on with the next. */
function carryOut(task: PasswordTask): PasswordResult {
  try {
    if (task.kind === 'hash') return { hash: hashPassword(task.password, task.salt) }
    return { isRight: verifyPassword(task.password, task.stored) }
  } catch (error) {
    return { error: String(error) }
  }
}

import type { Random } from '../../pointhub/deps.ts'
import { SALT_BYTES } from './password-hash.ts'
import { createPasswordQueue, type PasswordQueue } from './password-queue.ts'

/** About 4 s of waiting. Whoever comes behind them is told to come back. */
const MAX_WAITING = 20
/** By when they are done, s. */
export const BUSY_RETRY_S = 5

/** Makes and checks the stored form of passwords, without holding anything else up. */
export interface Passwords {
  hash(password: string): Promise<string>
  /**
   * Takes as long where `stored` is null, which no password opens.
   *
   * @param from `known`: a browser that has come in as this login before. It does not wait behind strangers.
   * @returns `busy`: not checked, since too many wait already
   */
  verify(password: string, stored: string | null, from: 'known' | 'stranger'): Promise<PasswordVerdict>
  close(): Promise<void>
}

export type PasswordVerdict = 'right' | 'wrong' | 'busy'

export function createPasswords(random: Random): Passwords {
  const queues: Record<'known' | 'stranger', PasswordQueue> = {
    known: createPasswordQueue(),
    stranger: createPasswordQueue(),
  }
  return {
    async hash(password) {
      const result = await queues.known.run({ kind: 'hash', password, salt: random(SALT_BYTES) })
      if ('hash' in result) return result.hash
      throw new Error(`The password was not hashed: ${JSON.stringify(result)}`)
    },
    async verify(password, stored, from) {
      const queue = queues[from]
      if (queue.length() >= MAX_WAITING) return 'busy'
      const result = await queue.run({ kind: 'verify', password, stored })
      if ('isRight' in result) return result.isRight ? 'right' : 'wrong'
      throw new Error(`The password was not checked: ${JSON.stringify(result)}`)
    },
    async close() {
      await Promise.all([queues.known.close(), queues.stranger.close()])
    },
  }
}

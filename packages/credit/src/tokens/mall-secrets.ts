import type { Log } from '../credit-types.ts'
import type { TokenResult } from '../malls/types.ts'
import type { Sealer } from './seal.ts'

export type MallSecret = 'access' | 'refresh' | 'client'

/** What is sealed of the malls. One that cannot be opened is that mall's trouble alone: it is logged, and the mall waits. */
export interface MallSecrets {
  seal(mallId: string, secret: MallSecret, plain: string): string
  /** Null: it was sealed with a key that this process was not given, or is damaged. */
  open(mallId: string, secret: MallSecret, sealed: string): string | null
  /** Whether the key is there. Cheaper than opening; damage is not seen. */
  hasKeyOf(sealed: string): boolean
}

export function createMallSecrets(sealer: Sealer, log: Log): MallSecrets {
  /** Each is logged once, though workers meet it every few seconds. */
  const told = new Map<string, string>()

  function tell(context: string, sealed: string, fields: { mallId: string; secret: MallSecret }): void {
    if (told.get(context) === sealed) return
    told.set(context, sealed)
    log('mall.token-unreadable', fields, 'error')
  }

  return {
    seal: (mallId, secret, plain) => sealer.seal(plain, contextOf(mallId, secret)),
    open(mallId, secret, sealed) {
      const context = contextOf(mallId, secret)
      try {
        return sealer.open(sealed, context)
      } catch {
        tell(context, sealed, { mallId, secret })
        return null
      }
    },
    hasKeyOf: (sealed) => sealer.hasKeyOf(sealed),
  }
}

const contextOf = (mallId: string, secret: MallSecret) => `${mallId} ${secret}`

/** The answer to whoever wants a token that cannot be opened: its renewal needs what is sealed with the same keys. */
export function unreadable(mallId: string): TokenResult {
  const message = `The token of ${mallId} is sealed with a token key that this process was not given`
  return { kind: 'unavailable', code: 'token-unreadable', message }
}

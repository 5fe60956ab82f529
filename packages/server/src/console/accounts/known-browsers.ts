import { createHmac, timingSafeEqual } from 'node:crypto'
import { derivedKey, derivedKeys, type Secrets } from '../../kernel/secrets.ts'
import type { Clock, Random } from '../../pointhub/deps.ts'

/** Half a year: longer than a holiday or a season away, shorter than a computer's life in an office. */
export const PASS_LIFE_MS = 180 * 86_400_000
const PURPOSE = 'console-known-browser'

/**
 * Browsers that came in as a login before, by a pass that each keeps as a cookie. It lets nobody in: it keeps those who guess
 * at the login from holding up its owner.
 *
 * @see https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies
 */
export interface KnownBrowsers {
  /** A pass for a browser that just came in. It ends with the password. */
  issue(login: string, passwordHash: string): string
  /** The browser's id where the pass is this login's, of its present password; null: it is not, or its time is over. */
  idOf(pass: string, login: string, passwordHash: string): string | null
}

export function createKnownBrowsers(secrets: Secrets, clock: Clock, random: Random): KnownBrowsers {
  return {
    issue(login, passwordHash) {
      const id = Buffer.from(random(16)).toString('base64url')
      const expiresAtS = Math.floor((clock().getTime() + PASS_LIFE_MS) / 1_000)
      const key = derivedKey(secrets, PURPOSE)
      return `${id}.${expiresAtS}.${sign(key, [login, passwordHash, id, expiresAtS]).toString('base64url')}`
    },
    idOf(pass, login, passwordHash) {
      const [, id = '', expiresAtS = '', signature = ''] =
        /^([\w-]{22})\.(\d{1,12})\.([\w-]{43})$/.exec(pass) ?? []
      const isSigned = derivedKeys(secrets, PURPOSE).some((key) =>
        timingSafeEqual(
          sign(key, [login, passwordHash, id, Number(expiresAtS)]),
          Buffer.from(signature.padEnd(43, 'A'), 'base64url'),
        ),
      )
      return isSigned && clock().getTime() < Number(expiresAtS) * 1_000 ? id : null
    },
  }
}

function sign(key: Buffer, content: readonly (string | number)[]): Buffer {
  return createHmac('sha256', key).update(JSON.stringify(content)).digest()
}

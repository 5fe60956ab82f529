import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import type { Random } from '../../pointhub/deps.ts'
import { STATE_LIFE_MS } from './install-state.ts'

const NAME = 'pointpay_install'

/** Names the browser that a consent was begun in, by nothing but chance. */
export interface InstallCookie {
  read(c: Context): string | undefined
  /** The one that is there stays, so that two tabs can both be gone through. */
  ensure(c: Context): string
}

export function createInstallCookie(origin: string, random: Random): InstallCookie {
  return {
    read: (c) => getCookie(c, NAME),
    ensure(c) {
      const known = getCookie(c, NAME)
      const value =
        known && /^[A-Za-z0-9_-]{22}$/.test(known) ? known : Buffer.from(random(16)).toString('base64url')
      setCookie(c, NAME, value, {
        path: '/solution',
        httpOnly: true,
        // Cafe24's redirect back is another site's.
        sameSite: 'Lax',
        secure: origin.startsWith('https:'),
        maxAge: STATE_LIFE_MS / 1_000,
      })
      return value
    },
  }
}

import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import type { Random } from '../deps.ts'

/**
 * Browsers are known by a random cookie. A form that another site posts (`direct_ci`) arrives without our Lax cookie, so it
 * is given one of its own rather than a new value of the first, which would take running sessions away.
 */
const names = { direct: 'pointpay_browser', form: 'pointpay_form' } as const

const LIFE_S = 30 * 24 * 3_600

export interface BrowserCookies {
  /** Hashes of the cookies that came with the request. */
  of(context: Context): string[]
  /** The browser's hash; sets the cookie where it has none. */
  ensure(context: Context, via: keyof typeof names): string
}

export function createBrowserCookies(origin: string, random: Random): BrowserCookies {
  return {
    of: (context) =>
      Object.values(names).flatMap((name) => {
        const value = read(context, name)
        return value ? [hash(value)] : []
      }),
    ensure(context, via) {
      const known = read(context, names.direct) ?? read(context, names[via])
      if (known) return hash(known)
      const value = Buffer.from(random(24)).toString('base64url')
      setCookie(context, names[via], value, {
        path: '/pointhub',
        httpOnly: true,
        sameSite: 'Lax',
        secure: origin.startsWith('https:'),
        maxAge: LIFE_S,
      })
      return hash(value)
    },
  }
}

function read(context: Context, name: string): string | null {
  const value = getCookie(context, name)
  return value && /^[A-Za-z0-9_-]{32}$/.test(value) ? value : null
}

function hash(value: string): string {
  return createHash('sha256').update(value).digest('base64url')
}

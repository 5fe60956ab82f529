import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { PASS_LIFE_MS } from '../accounts/known-browsers.ts'

const PATH = '/console/api'

/** The pass of each login that a browser came in as: several people may share a computer. Logging out leaves it. */
export interface KnownBrowserCookie {
  read(context: Context, login: string): string | null
  set(context: Context, login: string, pass: string): void
}

export function createKnownBrowserCookie(origin: string): KnownBrowserCookie {
  const secure = origin.startsWith('https:')
  return {
    read: (context, login) => getCookie(context, nameFor(login)) ?? null,
    set: (context, login, pass) =>
      setCookie(context, nameFor(login), pass, {
        path: PATH,
        httpOnly: true,
        sameSite: 'Strict',
        secure,
        maxAge: PASS_LIFE_MS / 1_000,
      }),
  }
}

/** A cookie's name is seen by whoever sits at the browser, and takes few characters. */
function nameFor(login: string): string {
  return `pointpay_known_${createHash('sha256').update(login).digest('hex').slice(0, 16)}`
}

import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'

const NAME = 'pointpay_console'
const PATH = '/console'

export interface SessionCookie {
  read(context: Context): string | null
  set(context: Context, token: string): void
  clear(context: Context): void
}

/** Gone with the browser; the server ends the session by itself besides. */
export function createSessionCookie(origin: string): SessionCookie {
  const secure = origin.startsWith('https:')
  return {
    read: (context) => getCookie(context, NAME) ?? null,
    set: (context, token) =>
      setCookie(context, NAME, token, { path: PATH, httpOnly: true, sameSite: 'Strict', secure }),
    clear: (context) => void deleteCookie(context, NAME, { path: PATH, secure }),
  }
}

import { createHash } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'

/** Two years. Not for sub-domains: they may serve something else, perhaps without TLS. */
const STRICT_TRANSPORT = 'max-age=63072000'

/**
 * Headers of every answer, as strict as they can be; a page or a file that needs others sets them itself. Hono's `secureHeaders`
 * adds them to the answer that is there, which would cost the server a copy of it through a stream.
 */
export function securityHeaders(origin: string): MiddlewareHandler {
  const headers = Object.entries({
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    ...(origin.startsWith('https:') && { 'Strict-Transport-Security': STRICT_TRANSPORT }),
  })
  return (c, next) => {
    for (const [name, value] of headers) c.header(name, value)
    return next()
  }
}

const contentSecurity = (styleSources: string) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src ${styleSources}`,
    "connect-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')

/**
 * Headers of every page of ours, beside those of every answer.
 * No `Cross-Origin-Opener-Policy` but the default: any other value on the popup's own page would cut it off from the mall's
 * page that opened it (docs/decisions/pointhub-popup-page.md). `same-origin` for the referrer: the address names the member.
 */
export function setPageHeaders(context: Context, inlineStyle?: string): void {
  const hashed = inlineStyle && createHash('sha256').update(inlineStyle).digest('base64')
  context.header('Content-Security-Policy', contentSecurity(hashed ? `'sha256-${hashed}'` : "'self'"))
  context.header('Cross-Origin-Opener-Policy', 'unsafe-none')
  context.header('Cache-Control', 'no-store')
  context.header('Referrer-Policy', 'same-origin')
  context.header('Permissions-Policy', 'camera=(), geolocation=(), microphone=()')
}

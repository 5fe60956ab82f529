import { createHash } from 'node:crypto'
import type { Context } from 'hono'

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
 * Headers of every page of ours.
 * No `Cross-Origin-Opener-Policy` but the default: any other value on the popup's own page would cut it off from the mall's
 * page that opened it (docs/decisions/pointhub-popup-page.md). `same-origin` for the referrer: the address names the member.
 */
export function setPageHeaders(context: Context, inlineStyle?: string): void {
  const hashed = inlineStyle && createHash('sha256').update(inlineStyle).digest('base64')
  context.header('Content-Security-Policy', contentSecurity(hashed ? `'sha256-${hashed}'` : "'self'"))
  context.header('Cross-Origin-Opener-Policy', 'unsafe-none')
  context.header('Cache-Control', 'no-store')
  context.header('Referrer-Policy', 'same-origin')
  context.header('X-Content-Type-Options', 'nosniff')
  context.header('X-Frame-Options', 'DENY')
  context.header('Permissions-Policy', 'camera=(), geolocation=(), microphone=()')
}

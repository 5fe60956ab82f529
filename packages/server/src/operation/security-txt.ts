import { Hono } from 'hono'
import type { Clock } from '../pointhub/deps.ts'

const DAY_MS = 86_400_000
/** RFC 9116 recommends less than a year. */
const GOOD_FOR_DAYS = 180
const MAX_AGE_S = 86_400

interface SecurityTxtDeps {
  /** The public origin, without a trailing slash. */
  origin: string
  /** `mailto:…` or `https://…`. */
  contact: string
  clock: Clock
}

/** `GET /.well-known/security.txt`, as RFC 9116 has it: where to report a weakness. */
export function securityTxtRoute({ origin, contact, clock }: SecurityTxtDeps): Hono {
  const path = '/.well-known/security.txt'
  return new Hono().get(path, (c) => {
    const expires = new Date(clock().getTime() + GOOD_FOR_DAYS * DAY_MS).toISOString().slice(0, 10)
    const fields = [
      `Contact: ${contact}`,
      `Expires: ${expires}T00:00:00Z`,
      'Preferred-Languages: ko, en',
      // The RFC wants https there; without TLS there is no address that it could name.
      ...(origin.startsWith('https:') ? [`Canonical: ${origin}${path}`] : []),
    ]
    c.header('Cache-Control', `public, max-age=${MAX_AGE_S}`)
    return c.text(`${fields.join('\n')}\n`)
  })
}

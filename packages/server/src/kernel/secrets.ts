import { hkdfSync } from 'node:crypto'

/** The service's secret, and those that it had before and that what was made with them still needs. */
export interface Secrets {
  /** Signs and seals. */
  current: string
  /** Only checks and opens what was made with them. */
  previous: readonly string[]
}

/** One key per purpose out of the current secret: a key that leaks or is misused serves no other purpose. */
export function derivedKey({ current }: Secrets, purpose: string): Buffer {
  return derive(current, purpose)
}

/** The same key of every secret, the current one first, for checking and opening. */
export function derivedKeys({ current, previous }: Secrets, purpose: string): Buffer[] {
  return [current, ...previous].map((secret) => derive(secret, purpose))
}

function derive(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `pointpay/${purpose}/1`, 32))
}

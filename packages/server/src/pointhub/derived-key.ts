import { hkdfSync } from 'node:crypto'

/** One key per purpose out of the service's secret, so that a key which leaks or is misused serves no other purpose. */
export function derivedKey(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `pointpay/${purpose}/1`, 32))
}

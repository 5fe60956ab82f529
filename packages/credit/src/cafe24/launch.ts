import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * Whether an app launch from a mall's admin is Cafe24's: the raw query string, as it came, ends in `&hmac=…`, which is
 * base64(HMAC-SHA256(all before it, client secret)) (Cafe24's API reference). `maxAgeMs` bounds how old its `timestamp` (epoch
 * seconds) may be, against replays; 5 min.
 */
export function isGenuineLaunch(
  rawQuery: string,
  clientSecret: string,
  now: Date,
  maxAgeMs = 5 * 60_000,
): boolean {
  const query = rawQuery.replace(/^\?/, '')
  const cut = query.lastIndexOf('&hmac=')
  if (cut < 0) return false
  const signed = query.slice(0, cut)
  const given = Buffer.from(decode(query.slice(cut + '&hmac='.length)), 'base64')
  const expected = createHmac('sha256', clientSecret).update(signed).digest()
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return false
  const [timestamp, ...more] = new URLSearchParams(signed).getAll('timestamp')
  const ageMs = now.getTime() - Number(timestamp) * 1000
  return more.length === 0 && Math.abs(ageMs) <= maxAgeMs
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}

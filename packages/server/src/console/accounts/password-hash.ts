import { scryptSync, timingSafeEqual } from 'node:crypto'

/** OWASP's password storage cheat sheet, one of its equal settings: 32 MiB, about 0.2 s of a core. */
const cost = { N: 2 ** 15, r: 8, p: 3 }
const MAX_MEMORY_BYTES = 64 * 1_024 * 1_024
const HASH_BYTES = 32
export const SALT_BYTES = 16
/** A stored form that no password opens, at the present cost. */
const nobodys = `scrypt$15$8$3$${Buffer.alloc(SALT_BYTES).toString('base64')}$${Buffer.alloc(HASH_BYTES).toString('base64')}`

/** `scrypt$log2(N)$r$p$salt$hash`: carries its cost, so that a later, higher one leaves old passwords working. */
export function hashPassword(password: string, salt: Uint8Array): string {
  const hash = derive(password, salt, cost)
  return [
    'scrypt',
    Math.log2(cost.N),
    cost.r,
    cost.p,
    Buffer.from(salt).toString('base64'),
    hash.toString('base64'),
  ].join('$')
}

/** Takes as long for an account that does not exist (`null`). */
export function verifyPassword(password: string, stored: string | null): boolean {
  const [, logN, r, p, salt = '', hash = ''] = (stored ?? nobodys).split('$')
  const given = derive(password, Buffer.from(salt, 'base64'), {
    N: 2 ** Number(logN),
    r: Number(r),
    p: Number(p),
  })
  return timingSafeEqual(given, Buffer.from(hash, 'base64')) && stored !== null
}

function derive(password: string, salt: Uint8Array, { N, r, p }: typeof cost): Buffer {
  // One keyboard composes Hangul, another does not: the same password must be the same bytes.
  return scryptSync(password.normalize('NFKC'), salt, HASH_BYTES, { N, r, p, maxmem: MAX_MEMORY_BYTES })
}

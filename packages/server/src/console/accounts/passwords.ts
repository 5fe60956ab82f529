import { scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto'
import type { Random } from '../../pointhub/deps.ts'

/** OWASP's password storage cheat sheet, one of its equal settings: 32 MiB, about 0.2 s of a core. */
const cost = { N: 2 ** 15, r: 8, p: 3 }
const MEMORY_MAX_BYTES = 64 * 1_024 * 1_024
const HASH_BYTES = 32
/** A stored form that no password opens, at the present cost. */
const nobodys = `scrypt$15$8$3$${Buffer.alloc(16).toString('base64')}$${Buffer.alloc(HASH_BYTES).toString('base64')}`

/** `scrypt$log2(N)$r$p$salt$hash`: carries its cost, so that a later, higher one leaves old passwords working. */
export async function hashPassword(password: string, random: Random): Promise<string> {
  const salt = Buffer.from(random(16))
  const hash = await derive(password, salt, cost)
  return ['scrypt', Math.log2(cost.N), cost.r, cost.p, salt.toString('base64'), hash.toString('base64')].join(
    '$',
  )
}

/** Takes as long for an account that does not exist (`null`). */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const [, logN, r, p, salt = '', hash = ''] = (stored ?? nobodys).split('$')
  const expected = Buffer.from(hash, 'base64')
  const given = await derive(password, Buffer.from(salt, 'base64'), {
    N: 2 ** Number(logN),
    r: Number(r),
    p: Number(p),
  })
  return timingSafeEqual(given, expected) && stored !== null
}

function derive(password: string, salt: Buffer, { N, r, p }: typeof cost): Promise<Buffer> {
  const options: ScryptOptions = { N, r, p, maxmem: MEMORY_MAX_BYTES }
  return new Promise((resolve, reject) => {
    // One keyboard composes Hangul, another does not: the same password must be the same bytes.
    scrypt(password.normalize('NFKC'), salt, HASH_BYTES, options, (error, hash) =>
      error ? reject(error) : resolve(hash),
    )
  })
}

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

/** Said in both directions: Node would also open with a tag of 4 bytes, which can be guessed. */
const TAG_BYTES = 16

/** A key of 32 bytes and the id that sealed values carry, so that keys can be changed without a stop. */
export interface TokenKey {
  id: string
  key: Uint8Array
}

export interface TokenKeys {
  current: TokenKey
  /** Keys that may still be met in the store. */
  previous?: readonly TokenKey[]
}

/**
 * Seals secrets at rest with AES-256-GCM as `v1.<key id>.<nonce>.<tag>.<text>`. `context` is bound in: a sealed value copied
 * into another mall's row does not open.
 */
export interface Sealer {
  seal(plain: string, context: string): string
  open(sealed: string, context: string): string
  /** Whether the key that it names is there: it then opens, unless it is damaged or of another context. */
  hasKeyOf(sealed: string): boolean
}

export function createSealer(keys: TokenKeys): Sealer {
  const byId = new Map([keys.current, ...(keys.previous ?? [])].map(({ id, key }) => [id, key]))
  for (const [id, key] of byId) {
    if (!/^[A-Za-z0-9_-]+$/.test(id))
      throw new Error(`Token key id "${id}" may hold letters, digits, _ and - only`)
    if (key.length !== 32) throw new Error(`Token key "${id}" has ${key.length} bytes; AES-256 wants 32`)
  }
  return {
    seal(plain, context) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', keys.current.key, nonce, {
        authTagLength: TAG_BYTES,
      }).setAAD(Buffer.from(context))
      const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return [
        'v1',
        keys.current.id,
        ...[nonce, cipher.getAuthTag(), text].map((b) => b.toString('base64url')),
      ].join('.')
    },
    open(sealed, context) {
      const [version, id = '', nonce = '', tag = '', text = ''] = sealed.split('.')
      const key = byId.get(id)
      if (version !== 'v1' || !key) {
        throw new Error(
          `A secret for ${context} is sealed with key "${id}", which is not among the token keys given`,
        )
      }
      const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64url'), {
        authTagLength: TAG_BYTES,
      })
        .setAAD(Buffer.from(context))
        .setAuthTag(Buffer.from(tag, 'base64url'))
      return Buffer.concat([decipher.update(Buffer.from(text, 'base64url')), decipher.final()]).toString(
        'utf8',
      )
    },
    hasKeyOf(sealed) {
      const [version, id = ''] = sealed.split('.')
      return version === 'v1' && byId.has(id)
    },
  }
}

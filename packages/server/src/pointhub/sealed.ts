import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto'
import type { Random } from './deps.ts'
import { derivedKey, derivedKeys, type Secrets } from '../kernel/secrets.ts'

/** Personal data at rest: sealed where it must be read again, hashed where it is only compared. */
export interface Sealer {
  seal(value: unknown): string
  /** @throws where the text was not sealed with one of the secrets. */
  open(sealed: string): unknown
  /** A keyed hash: without the key, a phone number's few digits could be tried out. */
  hash(text: string): string
}

const IV_BYTES = 12
const TAG_BYTES = 16

export function createSealer(secrets: Secrets, random: Random): Sealer {
  const sealKey = derivedKey(secrets, 'personal-data')
  const openKeys = derivedKeys(secrets, 'personal-data')
  const hashKey = derivedKey(secrets, 'personal-data-hash')
  return {
    seal(value) {
      const iv = random(IV_BYTES)
      const cipher = createCipheriv('aes-256-gcm', sealKey, iv, { authTagLength: TAG_BYTES })
      const sealed = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url')
    },
    open(text) {
      const bytes = Buffer.from(text, 'base64url')
      for (const key of openKeys) {
        const opened = openWith(key, bytes)
        if (opened) return JSON.parse(opened.toString('utf8'))
      }
      throw new Error('Personal data was sealed with none of the secrets that this service has.')
    },
    hash: (text) => createHmac('sha256', hashKey).update(text).digest('base64url'),
  }
}

/** null: it was sealed with another key, or changed since. */
function openWith(key: Buffer, bytes: Buffer): Buffer | null {
  const iv = bytes.subarray(0, IV_BYTES)
  const tag = bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES)
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES }).setAuthTag(tag)
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()])
  } catch {
    return null
  }
}

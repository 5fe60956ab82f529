import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto'
import type { Random } from './deps.ts'
import { derivedKey } from './derived-key.ts'

/** Personal data at rest: sealed where it must be read again, hashed where it is only compared. */
export interface Sealer {
  seal(value: unknown): string
  /** @throws where the text was not sealed with this secret. */
  open(sealed: string): unknown
  /** A keyed hash: without the key, a phone number's few digits could be tried out. */
  hash(text: string): string
}

const IV_BYTES = 12
const TAG_BYTES = 16

export function createSealer(secret: string, random: Random): Sealer {
  const sealKey = derivedKey(secret, 'personal-data')
  const hashKey = derivedKey(secret, 'personal-data-hash')
  return {
    seal(value) {
      const iv = random(IV_BYTES)
      const cipher = createCipheriv('aes-256-gcm', sealKey, iv)
      const sealed = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url')
    },
    open(text) {
      const bytes = Buffer.from(text, 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', sealKey, bytes.subarray(0, IV_BYTES))
      decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
      const opened = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()])
      return JSON.parse(opened.toString('utf8'))
    },
    hash: (text) => createHmac('sha256', hashKey).update(text).digest('base64url'),
  }
}

import { encodeEucKr } from './euc-kr.ts'

export type Charset = 'utf-8' | 'euc-kr'

/** A form as PHP's `urlencode` writes it, percent-encoded from the bytes of this charset. */
export function encodeForm(fields: Readonly<Record<string, string>>, charset: Charset): string {
  const encode = (text: string) =>
    [...(charset === 'euc-kr' ? encodeEucKr(text) : Buffer.from(text))].map(encodeByte).join('')
  return Object.entries(fields)
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join('&')
}

function encodeByte(byte: number): string {
  const character = String.fromCharCode(byte)
  if (/[A-Za-z0-9._-]/.test(character)) return character
  return character === ' ' ? '+' : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
}

import iconv from 'iconv-lite'

type Decode = (text: string) => string

/**
 * Reads a form's bytes. `charset` is the content type's; without one (PointPay's guide names none), UTF-8 is tried first, then
 * EUC-KR with its extension CP949: Korean EUC-KR is hardly ever valid UTF-8. null: neither.
 */
export function decodeForm(bytes: Uint8Array, charset: string | null): URLSearchParams | null {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  if (isAscii(text)) return new URLSearchParams(text)
  for (const decode of decodersFor(charset)) {
    try {
      return decodePairs(pairsOf(text), decode)
    } catch {
      // Not in this encoding.
    }
  }
  return null
}

/** @throws where a name or a value is not in this encoding */
function decodePairs(pairs: readonly [string, string][], decode: Decode): URLSearchParams {
  const params = new URLSearchParams()
  for (const [name, value] of pairs) params.append(decode(name), decode(value))
  return params
}

/** Whether nothing in it, escaped or not, lies beyond ASCII: then all encodings agree. */
function isAscii(text: string): boolean {
  return !/%[89a-f]|[\u0080-\u00ff]/i.test(text)
}

const utf8 = new TextDecoder('utf-8', { fatal: true })
const asUtf8: Decode = (text) => utf8.decode(Buffer.from(text, 'latin1'))

/**
 * As CP949, which holds EUC-KR and the 8,822 syllables beyond it. Not by `TextDecoder('euc-kr')`: Node's reads those syllables
 * as control characters and letters, so that one member's id would become another's.
 * @throws where a byte belongs to no character
 */
const asEucKr: Decode = (text) => {
  const decoded = iconv.decode(Buffer.from(text, 'latin1'), 'cp949')
  if (/[\uFFFD\u0080-\u009F]/.test(decoded)) throw new TypeError('Not in CP949.')
  return decoded
}

function decodersFor(charset: string | null): Decode[] {
  if (charset !== null && /^utf-?8$/i.test(charset)) return [asUtf8]
  if (charset !== null && /^(euc-?kr|cp-?949|ms-?949|windows-949|uhc|ks_?c_?5601.*)$/i.test(charset))
    return [asEucKr]
  return [asUtf8, asEucKr]
}

/** The pairs of a form as `application/x-www-form-urlencoded` has them, unescaped to one character a byte. */
function pairsOf(text: string): [name: string, value: string][] {
  return text
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const cut = pair.indexOf('=')
      const [name, value] = cut < 0 ? [pair, ''] : [pair.slice(0, cut), pair.slice(cut + 1)]
      return [unescapeBytes(name), unescapeBytes(value)]
    })
}

function unescapeBytes(text: string): string {
  return text
    .replaceAll('+', ' ')
    .replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

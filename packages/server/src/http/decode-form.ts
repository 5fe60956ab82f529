import iconv from 'iconv-lite'
import type { FormPairs } from './form-pairs.ts'

type Decode = (text: string) => string

/**
 * Decodes a form's names and values. `charset` is the content type's; without one (PointPay's guide names none), UTF-8 is
 * tried first, then EUC-KR with its extension CP949: Korean EUC-KR is hardly ever valid UTF-8. null: neither.
 *
 * @param needed The fields that must be readable; left out: all. A form whose other fields are in no or in another encoding
 *   is then read by these alone, unless they could be read in two ways. Only they and `wanted` are then in the result.
 * @param wanted Fields that are given as far as they can be read: what cannot is U+FFFD.
 */
export function decodeForm(
  pairs: FormPairs,
  charset: string | null,
  { needed, wanted = [] }: { needed?: readonly string[]; wanted?: readonly string[] } = {},
): URLSearchParams | null {
  const decoders = decodersFor(charset)
  const whole = decoders.map((decode) => decodePairs(pairs, decode)).find((params) => params !== null)
  if (whole || !needed) return whole ?? null
  const neededPairs = pairs.filter(([name]) => needed.includes(name))
  const readings = decoders
    .map((decode) => decodePairs(neededPairs, decode))
    .filter((params) => params !== null)
  const [reading, ...others] = readings
  if (!reading || others.some((other) => other.toString() !== reading.toString())) return null
  for (const [name, value] of pairs)
    if (wanted.includes(name)) reading.append(name, decodeLossy(value, decoders))
  return reading
}

/** null: a name or a value is not in this encoding. */
function decodePairs(pairs: FormPairs, decode: Decode): URLSearchParams | null {
  try {
    return new URLSearchParams(pairs.map(([name, value]): [string, string] => [decode(name), decode(value)]))
  } catch {
    return null
  }
}

function decodeLossy(text: string, decoders: readonly Decode[]): string {
  for (const decode of decoders) {
    try {
      return decode(text)
    } catch {
      // Not in this encoding.
    }
  }
  return Buffer.from(text, 'latin1').toString('utf8')
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

const FIRST_BYTES = { from: 0x81, to: 0xfe }
const SECOND_BYTES = { from: 0x41, to: 0xfe }
const QUESTION_MARK = 0x3f

let table: Map<string, readonly [number, number]> | undefined

/**
 * Encodes text as EUC-KR. A character that EUC-KR lacks becomes `?`, as in old PHP. Node decodes EUC-KR but cannot encode it,
 * so the table comes from decoding every pair of bytes once.
 */
export function encodeEucKr(text: string): number[] {
  table ??= tableOfPairs()
  const pairs = table
  return [...text].flatMap((character) => {
    const code = character.codePointAt(0) ?? 0
    return code < 0x80 ? [code] : (pairs.get(character) ?? [QUESTION_MARK])
  })
}

function tableOfPairs(): Map<string, readonly [number, number]> {
  const decoder = new TextDecoder('euc-kr')
  const pairs = new Map<string, readonly [number, number]>()
  for (let first = FIRST_BYTES.from; first <= FIRST_BYTES.to; first += 1)
    for (let second = SECOND_BYTES.from; second <= SECOND_BYTES.to; second += 1) {
      const decoded = decoder.decode(Uint8Array.of(first, second))
      if (decoded.length === 1 && decoded !== '\u{fffd}') pairs.set(decoded, [first, second])
    }
  return pairs
}

import type { Unusual } from '@pointpay/contracts'
import { formatCount, formatKrw } from '../format/krw.ts'
import { messages } from '../messages.ts'

/** One unusual thing, in a person's words: what it was, how often, and how much. */
export function unusualText({ kind, amount, count }: Unusual): string {
  const words = messages.media.unusual
  const times = words.times(formatCount(count))
  return words.kind[kind](amount === null ? times : `${times}, ${formatKrw(amount)}`)
}

import { formatInstant } from '../format/kst.ts'

/** An instant of the wire, shown in KST. */
export function Instant({ at }: { at: string }) {
  return (
    <time class="number" dateTime={at}>
      {formatInstant(at)}
    </time>
  )
}

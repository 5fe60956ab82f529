import { type MediaCode, mediaCodeSchema } from '@pointpay/contracts'

/** A manager's media as they are stored. What is no code, e.g. after a change by hand, lets nobody see anything. */
export function readMediaCodes(stored: readonly string[]): MediaCode[] {
  return stored.flatMap((code) => mediaCodeSchema.safeParse(code).data ?? [])
}

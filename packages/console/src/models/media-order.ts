import type { MediaStatus } from '@pointpay/contracts'

const collator = new Intl.Collator('ko', { numeric: true, sensitivity: 'base' })

/** By name and then code, as people count: `몰 2` before `몰 10`. */
export function inNaturalOrder<Media extends Pick<MediaStatus, 'name' | 'code'>>(
  media: readonly Media[],
): Media[] {
  return media.toSorted((a, b) => collator.compare(a.name, b.name) || collator.compare(a.code, b.code))
}

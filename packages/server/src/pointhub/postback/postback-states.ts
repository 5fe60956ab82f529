/**
 * A postback's life, as data. `sending` is committed before the form goes out, so that an attempt is never forgotten.
 *
 * | state | means |
 * | --- | --- |
 * | `held` | written with the conversion; the points are not taken yet |
 * | `due` | to be posted at `next_attempt_at` |
 * | `sending` | being posted, under a lease |
 * | `delivered` | the merchant credited |
 * | `refused` | the merchant surely did not credit |
 * | `review` | given up to a person |
 * | `dropped` | nothing to post: the points were not taken, or the conversion was cancelled |
 */
export const postbackMoves = {
  held: ['due', 'dropped'],
  due: ['sending', 'dropped'],
  sending: ['due', 'delivered', 'refused', 'review', 'dropped'],
  delivered: [],
  refused: [],
  review: ['due', 'delivered', 'refused', 'dropped'],
  dropped: [],
} as const satisfies Record<string, readonly string[]>

export type PostbackState = keyof typeof postbackMoves

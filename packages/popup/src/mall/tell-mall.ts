import type { PopupMessage, SessionView } from '@pointpay/contracts'

/** A message without what every message carries. */
type Without<M> = M extends PopupMessage ? Omit<M, 'pointpay' | 'nonce'> : never
export type MallMessage = Without<PopupMessage>

/**
 * Posts to the page that opened this popup: to each of the media's registered origins, so that no other page hears it, and
 * only where the press gave a nonce. Without an opener (COOP, in-app browser, same tab) nobody hears it, and nobody need.
 */
export function tellMall(opener: Window | null, session: SessionView, message: MallMessage): void {
  if (!opener || !session.nonce) return
  const posted: PopupMessage = { pointpay: 1, nonce: session.nonce, ...message }
  for (const origin of session.media.origins) opener.postMessage(posted, origin)
}

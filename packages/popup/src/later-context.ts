import type { ComponentChild } from 'preact'
import { useApp } from './app-context.ts'
import type { Amount } from './models/amount.ts'
import type { GoOnAfter } from './models/go-on-after.ts'
import type { Review } from './models/review.ts'

/** What arrives after the first screens (later.ts). */
export interface LaterPart {
  amount: Amount
  review: Review
  goOnAfter: GoOnAfter
  screens: Record<'amount' | 'review' | 'result' | 'ended', () => ComponentChild>
  identityScreens: Record<'verified' | 'locked', () => ComponentChild>
  stop(): void
}

/** For the later screens, which are drawn only once their part is there. */
export function useLater(): LaterPart {
  const later = useApp().later.part.value
  if (!later) throw new Error('A later screen was rendered before its part arrived.')
  return later
}

import type { ConversionView, SessionView } from '@pointpay/contracts'

/**
 * The newer of two views of one session. The event stream and the answers overtake each other; a session only ever goes
 * forward, so that a view which lacks what is known already is the older one.
 */
export function newer(known: SessionView | null, incoming: SessionView): SessionView {
  return known?.id === incoming.id && isOlder(incoming, known) ? known : incoming
}

function isOlder(a: SessionView, b: SessionView): boolean {
  const lacks = (has: (view: SessionView) => boolean) => has(b) && !has(a)
  if (lacks((view) => view.identity.status === 'verified')) return true
  if (lacks((view) => view.selection !== null)) return true
  if (lacks((view) => view.conversion !== null) || lacks((view) => !view.open)) return true
  return a.conversion !== null && b.conversion !== null && isEarlier(a.conversion, b.conversion)
}

/** How far each state is on the way of one conversion. */
const along: Record<ConversionView['state'], number> = {
  converting: 0,
  converted: 1,
  delayed: 1,
  credited: 2,
  failed: 3,
  cancelled: 3,
}

function isEarlier(a: ConversionView, b: ConversionView): boolean {
  // After a failed conversion there may be another.
  if (a.transactionNumber !== b.transactionNumber) return Date.parse(a.startedAt) < Date.parse(b.startedAt)
  return along[a.state] < along[b.state]
}

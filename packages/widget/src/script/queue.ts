import type { PointPay } from '../api.ts'

/** A call made before the script has loaded: `['on', 'credited', listener]`, or a function that is given the SDK. */
type QueuedCall = ((pointpay: PointPay) => void) | readonly [method: string, ...args: unknown[]]

/** `window.PointPay` once the script has loaded: still to be pushed to, now carried out at once. */
export interface QueuedPointPay extends PointPay {
  push(...calls: QueuedCall[]): void
}

/** Carries out what was queued, in order; a call that throws is reported and holds up none of the others. */
export function takeQueue(pointpay: PointPay, queue: unknown): QueuedPointPay {
  const push = (...calls: QueuedCall[]) => {
    for (const call of calls) {
      try {
        if (typeof call === 'function') call(pointpay)
        else {
          const [method, ...args] = call
          ;(pointpay[method as keyof PointPay] as (...args: unknown[]) => unknown)(...args)
        }
      } catch (error) {
        console.error(error)
      }
    }
  }
  const taken = Object.assign(pointpay, { push })
  // A skin's element with the id `PointPay` is a global of that name too, and no queue.
  if (Array.isArray(queue)) push(...queue)
  return taken
}

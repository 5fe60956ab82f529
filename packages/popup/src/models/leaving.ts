import { signal, type ReadonlySignal } from '@preact/signals'
import type { SessionView } from '@pointpay/contracts'
import type { Api } from '../api/client.ts'
import type { MallMessage } from '../mall/tell-mall.ts'

export interface Leaving {
  /** The window could not close itself: the shopper must. */
  stayedOpen: ReadonlySignal<boolean>
  /** Leaves for the mall: before a conversion the session ends with it and the mall is told, after one nothing changes. */
  leave(): Promise<void>
}

interface LeavingDeps {
  api: Api
  session: ReadonlySignal<SessionView | null>
  /** True while a conversion's end is unknown: then nothing may be called cancelled. */
  unsettled: () => boolean
  tell(message: MallMessage): void
  goTo(address: string): void
  closeWindow(): void
  sleep(ms: number): Promise<void>
}

/** The server need not answer: it lets an abandoned session run out by itself. */
const LEAVE_WITHIN_MS = 1_500
/** A window that has not closed by then was opened by no script. */
const CLOSES_WITHIN_MS = 400

export function createLeaving(deps: LeavingDeps): Leaving {
  const stayedOpen = signal(false)
  let leaving = false
  return {
    stayedOpen,
    async leave() {
      if (leaving) return
      leaving = true
      const session = deps.session.peek()
      if (session?.open && !session.conversion && !deps.unsettled()) {
        await Promise.race([deps.api.leave(session.id), deps.sleep(LEAVE_WITHIN_MS)])
        deps.tell({ type: 'cancelled' })
      }
      if (session?.returnTo) deps.goTo(session.returnTo)
      else {
        deps.closeWindow()
        await deps.sleep(CLOSES_WITHIN_MS)
        stayedOpen.value = true
      }
      leaving = false
    },
  }
}

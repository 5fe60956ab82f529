import { nextPause, pause, SESSION_MS, type AskedPress } from './asked-press.ts'
import { askStatus } from './ask-status.ts'

/** First pause while the popup is open: nobody converts faster. */
const FIRST_PAUSE_MS = 3000

/** PointPay may call the RETURN URL after its popup was closed: its guide says "about 1 minute" for the credit. */
const LATE_ECHO_MS = 2 * 60_000

/**
 * Under COOP an open popup reads as closed as soon as its page has loaded. A popup that reads as closed before this time may
 * still be open.
 */
const CLOSED_TOO_SOON_MS = 10_000

/**
 * Asks about a press of PointPay's own popup, from its opening on: that popup tells the page nothing.
 *
 * @param isOpen false where the shopper has come back from PointPay in this tab.
 */
export function askEcho(url: string, press: AskedPress, isOpen: boolean) {
  const startedMs = Date.now()
  let untilMs = startedMs + (isOpen ? SESSION_MS : LATE_ECHO_MS)
  let pauseMs = isOpen ? FIRST_PAUSE_MS : 0
  let isConverted = false

  async function ask() {
    while (!press.hasEnded() && Date.now() < untilMs) {
      await pause(pauseMs)
      pauseMs = Math.max(FIRST_PAUSE_MS, nextPause(pauseMs))
      const report = await askStatus(url)
      if (!report) continue
      press.take(report)
      if (isConverted) continue
      // The credit usually follows within seconds.
      isConverted = true
      untilMs = Date.now() + SESSION_MS
      pauseMs = FIRST_PAUSE_MS
    }
  }

  const asking = ask()
  return {
    /** To be called when the popup reads as closed. Resolves when there is nothing more to learn. */
    async closed(): Promise<void> {
      const mayBeOpen = isOpen && Date.now() - startedMs < CLOSED_TOO_SOON_MS
      if (!isConverted && !mayBeOpen) untilMs = Date.now() + LATE_ECHO_MS
      await asking
      // Where the popup was open for longer than a session lives, the first asking ended before it was closed.
      await ask()
    },
  }
}

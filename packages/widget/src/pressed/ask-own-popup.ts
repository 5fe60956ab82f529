import { nextPause, pause, SESSION_MS, type AskedPress } from './asked-press.ts'
import { askStatus } from './ask-status.ts'

const FIRST_PAUSE_MS = 1000

/**
 * Answers in a row that know nothing of the press, before it is given up: about 8 s. Firebase waits as long after a popup
 * that reads as closed, which may still be loading behind a page with COOP.
 */
const ASK_IN_VAIN = 6

/** Our own popup reads as closed, which under COOP says nothing: asks its status address until the press has ended. */
export async function askOwnPopup(url: string, press: AskedPress): Promise<void> {
  const untilMs = Date.now() + SESSION_MS
  let pauseMs = FIRST_PAUSE_MS
  let inVain = 0
  while (!press.hasEnded() && inVain < ASK_IN_VAIN && Date.now() < untilMs) {
    const report = await askStatus(url)
    inVain = report ? 0 : inVain + 1
    if (report) press.take(report)
    await pause(pauseMs)
    pauseMs = nextPause(pauseMs)
  }
}

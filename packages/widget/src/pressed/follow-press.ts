import type { Conversion, Credit, Outcome } from '../events.ts'
import { allTexts } from './all-texts.ts'
import { askEcho } from './ask-echo.ts'
import { askOwnPopup } from './ask-own-popup.ts'
import type { Press } from './pressed.ts'
import { isComplete, parseMessage, type Report } from './report.ts'
import { statusAddress } from './status-address.ts'

/** `popup.closed` has no event. */
const LOOK_MS = 300

type State = 'open' | 'converted' | 'credited' | 'cancelled' | 'failed' | 'closed'

/** Where a press may go from where; messages and the status address report the same things twice and in any order. */
const moves: Record<string, readonly string[]> = {
  open: ['converted', 'credited', 'cancelled', 'failed', 'closed'],
  converted: ['credited', 'failed', 'closed'],
}

/**
 * Follows one press, from the opened popup to its end.
 *
 * @param isOpen false where the shopper has come back from PointPay in this tab.
 */
export function followPress(press: Press, isOpen = press.popup !== null): Promise<Outcome> {
  const { origin, nonce, tell } = press
  const address = statusAddress(press)
  let state: State = 'open'
  let conversion: Conversion | undefined
  let end!: (outcome: Outcome) => void
  const ended = new Promise<Outcome>((resolve) => {
    end = resolve
  })

  /** What entering a state tells, and how the press then ended; undefined where it goes on. */
  function enter(report: Report): Outcome | undefined {
    const { type, transactionNumber, pointKind, points, amount, test } = report
    const credit = { transactionNumber, amount, ...(test && { test }) } as Credit
    if (type === 'converted') {
      conversion = { ...credit, pointKind: pointKind!, points: points! }
      tell('converted', conversion)
      return undefined
    }
    if (type === 'credited') {
      tell('credited', credit)
      return { kind: 'credited', ...credit }
    }
    if (type === 'cancelled') {
      tell('cancel', {})
      return { kind: 'cancelled' }
    }
    if (type === 'failed') {
      const error = { code: 'conversion_failed', message: allTexts(press).error }
      tell('error', error)
      return { kind: 'error', ...error }
    }
    if (conversion) return { kind: 'converted', ...conversion }
    tell('close', {})
    return { kind: 'closed' }
  }

  function take(report: Report) {
    if (!moves[state]?.includes(report.type) || !isComplete(report)) return
    // The status address may be asked only after the credit; nobody who counts conversions shall miss this one.
    if (report.type === 'credited') take({ ...report, type: 'converted' })
    state = report.type as State
    const outcome = enter(report)
    if (!outcome) return
    clearInterval(looking)
    removeEventListener('message', hear)
    end(outcome)
  }

  /** Takes messages from PointPay's origin, from the popup, of this press; a popup opened by a link shows itself so. */
  function hear({ origin: from, source, data }: MessageEvent) {
    if (from !== origin || (press.popup && source !== press.popup)) return
    const report = parseMessage(data, nonce)
    if (!report) return
    press.popup ??= source as Window
    if (report.type === 'error') tell('error', { code: report.code!, message: report.message! })
    else take(report)
  }

  const asked = { hasEnded: () => !moves[state], take }
  const echo = address?.kind === 'echo' && askEcho(address.url, asked, isOpen)

  /** The popup reads as closed, which proves nothing: asks whoever knows how the press ended. */
  async function lose() {
    if (echo) await echo.closed()
    else if (address) await askOwnPopup(address.url, asked)
    take({ type: 'closed' })
  }

  const looking = setInterval(() => {
    if (press.popup && !press.popup.closed) return
    clearInterval(looking)
    void lose()
  }, LOOK_MS)
  addEventListener('message', hear)
  press.heard.forEach(hear)
  return ended
}

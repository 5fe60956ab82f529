import type { Conversion, Credit, Outcome } from '../events.ts'
import { askStatus } from './ask-status.ts'
import { allTexts } from './all-texts.ts'
import type { Press } from './pressed.ts'
import { isComplete, parseMessage, type Report } from './report.ts'

/** `popup.closed` has no event. */
const LOOK_MS = 300

/** First and longest pause between two questions to the status address; each is a fifth longer than the one before. */
const ASK_FIRST_MS = 1000
const ASK_LONGEST_MS = 10_000

/**
 * Answers in a row that know nothing of the press, before it is given up: about 8 s, as long as firebase waits after a
 * popup that reads as closed, for it may just be loading behind a page with COOP.
 */
const ASK_IN_VAIN = 6

/** No longer than a popup's session lives. */
const ASK_UNTIL_MS = 30 * 60_000

/** The one PointPay that has no status address. */
const REAL_POINTPAY = /\/\/(ssl|www)\.pointpay\.im$/

type State = 'open' | 'converted' | 'credited' | 'cancelled' | 'failed' | 'closed'

/** Where a press may go from where; messages and the status address report the same things twice and in any order. */
const moves: Record<string, readonly string[]> = {
  open: ['converted', 'credited', 'cancelled', 'failed', 'closed'],
  converted: ['credited', 'failed', 'closed'],
}

/** Follows one press, from the opened popup to its end. */
export function followPress(press: Press): Promise<Outcome> {
  const { nonce, tell } = press
  // As browsers write it in messages, however the page does.
  const { origin } = new URL(press.origin, location.href)
  const hasStatus = press.status ?? !REAL_POINTPAY.test(origin)
  let state: State = 'open'
  let conversion: Conversion | undefined
  let end!: (outcome: Outcome) => void
  const ended = new Promise<Outcome>((resolve) => {
    end = resolve
  })

  /** What entering a state tells, and how the press then ended; undefined where it goes on. */
  function enter({ type, transactionNumber, pointKind, points, amount }: Report): Outcome | undefined {
    const credit = { transactionNumber, amount } as Credit
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

  /** The popup reads as closed, which under COOP says nothing: the status address knows. */
  async function askUntilEnded() {
    const untilMs = Date.now() + ASK_UNTIL_MS
    let pauseMs = ASK_FIRST_MS
    let inVain = 0
    while (moves[state] && inVain < ASK_IN_VAIN && Date.now() < untilMs) {
      const report = await askStatus(press.origin, nonce)
      inVain = report ? 0 : inVain + 1
      if (report) take(report)
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
      pauseMs = Math.min(pauseMs * 1.2, ASK_LONGEST_MS)
    }
  }

  async function lose() {
    if (hasStatus) await askUntilEnded()
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

import type { ErrorCode } from './errors.ts'

/** Partner points were taken. */
export interface Conversion {
  /** PointPay's number of the conversion, e.g. `ME2021121733235510625855`. */
  transactionNumber: string
  /** e.g. `KT`. */
  pointKind: string
  /** Partner points taken. */
  points: number
  /** What the mall credits, in KRW. */
  amount: number
  /** The media is in test mode: no points were taken, and the mall credits nothing. Left out otherwise. */
  test?: true
}

export type Credit = Pick<Conversion, 'transactionNumber' | 'amount' | 'test'>

/**
 * What happens after a press, by name. Each comes at most once a press, `error` excepted, and is told to `on()` listeners
 * and as a bubbling DOM event `pointpay:<name>` at the button that was pressed, or at the document.
 */
export interface PointPayEvents {
  /** PointPay was opened: beside this page, or in its place. */
  open: { nonce: string; mode: 'popup' | 'same-tab' }
  /** Partner points were taken; the 적립금 is on its way. */
  converted: { nonce: string } & Conversion
  /** The 적립금 is in the mall: a page that shows it may read it again. */
  credited: { nonce: string } & Credit
  /** The shopper left before converting; nothing moved. */
  cancel: { nonce: string }
  /**
   * The popup is gone and nothing tells how it ended. Not a failure. `nonce` is empty where the shopper came back in this
   * tab from a press that nothing tells of.
   */
  close: { nonce: string }
  /** Something is wrong; the press goes on where the popup is open. `message` is in the shopper's
   * language; `nonce` is empty where it was not opened. */
  error: { nonce: string; code: ErrorCode; message: string }
}

/** How a press ended. */
export type Outcome =
  | ({ kind: 'credited' } & Credit)
  /** The 적립금 had not arrived when the widget stopped looking; it will come. */
  | ({ kind: 'converted' } & Conversion)
  | { kind: 'cancelled' }
  /** The popup is gone and nothing tells how it ended. */
  | { kind: 'closed' }
  /** This page is being left, for the login page or for PointPay in this tab. */
  | { kind: 'left'; to: 'login' | 'pointpay' }
  | { kind: 'error'; code: ErrorCode; message: string }

/** Tells the listeners of `on`; one that throws is reported by the browser and holds up nobody. */
export function createEvents() {
  const target = new EventTarget()
  return {
    on<Name extends keyof PointPayEvents>(name: Name, listener: (event: PointPayEvents[Name]) => void) {
      const hear = (event: Event) => listener((event as CustomEvent<PointPayEvents[Name]>).detail)
      target.addEventListener(name, hear)
      return () => target.removeEventListener(name, hear)
    },
    /** Tells it, and the document too: from the button pressed, if a skin has not taken it away meanwhile. */
    emit<Name extends keyof PointPayEvents>(name: Name, detail: PointPayEvents[Name], button?: Element) {
      target.dispatchEvent(new CustomEvent(name, { detail }))
      const from = button?.isConnected ? button : document
      from.dispatchEvent(new CustomEvent('pointpay:' + name, { detail, bubbles: true }))
    },
  }
}

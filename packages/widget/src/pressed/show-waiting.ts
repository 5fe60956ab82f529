import { attempt } from '../page.ts'
import { newSheet } from '../styled-root.ts'
import waitingStyle from './waiting.css?inline'

let sheet: CSSStyleSheet | undefined

/** Lets the mark of our own button turn while it is busy. A skin's button is left as it is. */
export function showWaiting(button: Element | undefined) {
  const root = button?.shadowRoot
  if (!root) return
  attempt(() => {
    sheet ??= newSheet(waitingStyle)
    if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet)
  })
}

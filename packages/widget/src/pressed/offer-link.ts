import type { Outcome } from '../events.ts'
import { openPopup, POPUP_NAME } from '../opening/popup-window.ts'
import { allTexts } from './all-texts.ts'
import { followPress } from './follow-press.ts'
import type { Press } from './pressed.ts'
import { element, showDialog } from './show-dialog.ts'

/** A link that the shopper presses always works, where a browser blocks every popup too. */
export function offerLink(press: Press, url: string): Promise<Outcome> {
  const texts = allTexts(press)
  const link = element('a', texts.proceed, 'main')
  link.href = url
  link.target = POPUP_NAME
  // The popup tells its opener how it went.
  link.rel = 'opener'
  press.tell('error', { code: 'popup_blocked', message: texts.blocked })
  return new Promise((resolve) => {
    let isFollowed = false
    const follow = (event: Event) => {
      isFollowed = true
      press.popup = openPopup(url)
      if (press.popup) event.preventDefault()
      press.tell('open', { mode: 'popup' })
      resolve(followPress(press, true))
    }
    // Once: of a double click, both come before the dialog is closed.
    link.addEventListener('click', follow, { once: true })
    const close = element('button', texts.close, 'quiet')
    showDialog(texts.blocked, [link, close], press, () => {
      if (isFollowed) return
      press.tell('cancel', {})
      resolve({ kind: 'cancelled' })
    })
  })
}

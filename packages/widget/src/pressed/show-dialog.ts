import { styledRoot } from '../styled-root.ts'
import dialogStyle from './dialog.css?inline'
import type { Press } from './pressed.ts'

export function element<Tag extends 'a' | 'button' | 'p'>(tag: Tag, text: string, className = '') {
  const made = document.createElement(tag)
  made.textContent = text
  made.className = className
  return made
}

/** Shows a modal dialog over the page until any of its actions is pressed, or Escape; then gives the focus back. */
export function showDialog(
  text: string,
  actions: HTMLElement[],
  { theme = 'light', locale }: Press,
  closed?: () => void,
) {
  const host = document.createElement('pointpay-dialog')
  const dialog = document.createElement('dialog')
  const message = element('p', text)
  message.id = 'message'
  dialog.className = theme
  dialog.lang = locale
  dialog.setAttribute('aria-labelledby', message.id)
  dialog.append(message, ...actions)
  styledRoot(host, dialogStyle).append(dialog)
  dialog.addEventListener('close', () => {
    host.remove()
    closed?.()
  })
  // After the action's own listeners, and after a link's default: it must still be in the page to be followed.
  for (const action of actions) action.addEventListener('click', () => setTimeout(() => dialog.close()))
  document.body.append(host)
  dialog.showModal()
}

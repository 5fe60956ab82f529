import type { ErrorCode } from '../errors.ts'
import { allTexts } from './all-texts.ts'
import type { PressedOptions } from './pressed.ts'
import { element, showDialog } from './show-dialog.ts'

export function showError(code: ErrorCode, options: PressedOptions): string {
  const texts = allTexts(options)
  const isStale = code === 'member_expired'
  const message = isStale ? texts.expired : texts.error
  const actions = [element('button', texts.close, isStale ? 'quiet' : 'main')]
  if (isStale) {
    const reload = element('button', texts.reload, 'main')
    reload.addEventListener('click', () => location.reload())
    actions.unshift(reload)
  }
  showDialog(message, actions, options)
  return message
}

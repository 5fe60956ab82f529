import type { ErrorCode } from '../errors.ts'
import type { Outcome } from '../events.ts'
import type { Member } from '../member/member.ts'
import { isLoggedIn } from '../page.ts'
import { allTexts } from './all-texts.ts'
import { loginUrl } from './login-url.ts'
import type { Press } from './pressed.ts'
import { element, showDialog } from './show-dialog.ts'

/** Nothing tells who the visitor is, and the storefront affirms no login: the login page finds out. */
const mayBeGuest = ({ kind }: Member) => kind === 'guest' || (kind === 'pending' && !isLoggedIn())

/** Does what is to be done instead of opening PointPay: leads a guest to the login page, tells anyone else what is wrong. */
export function refuse(press: Press, member: Member): Outcome {
  if (member.kind === 'unserved') return showError(press, 'shop_not_served')
  // A member is refused only for want of a media code.
  if (member.kind === 'member') return showError(press, 'a_code_missing')
  if (!mayBeGuest(member)) return showError(press, `member_${member.kind}`)
  location.assign(loginUrl(press.loginUrl))
  return { kind: 'left', to: 'login' }
}

function showError(press: Press, code: ErrorCode): Outcome {
  const texts = allTexts(press)
  const isStale = code === 'member_expired'
  const message = isStale ? texts.expired : code === 'shop_not_served' ? texts.notServed : texts.error
  const actions = [element('button', texts.close, isStale ? 'quiet' : 'main')]
  if (isStale) {
    const reload = element('button', texts.reload, 'main')
    reload.addEventListener('click', () => location.reload())
    actions.unshift(reload)
  }
  showDialog(message, actions, press)
  press.tell('error', { code, message })
  return { kind: 'error', code, message }
}

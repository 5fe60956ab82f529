import { useApp } from '../app-context.ts'
import { EnterCode } from './identity/enter-code.tsx'
import { EnterPerson } from './identity/enter-person.tsx'
import { Locked } from './identity/locked.tsx'
import { Verified } from './identity/verified.tsx'

/** The identity check, by where the server's session stands in it. */
export function IdentityScreen() {
  const { popup, identity } = useApp()
  const view = popup.session.value?.identity
  switch (view?.status) {
    case 'verified':
      return <Verified name={view.maskedName} />
    case 'locked':
      return <Locked until={view.until} />
    case 'sent':
      return identity.changing.value ? <EnterPerson /> : <EnterCode view={view} />
    default:
      return <EnterPerson />
  }
}

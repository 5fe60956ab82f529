import { useApp } from '../app-context.ts'
import { EnterCode } from './identity/enter-code.tsx'
import { EnterPerson } from './identity/enter-person.tsx'
import { PartScreen } from './part-screen.tsx'

/** The identity check, by where the server's session stands in it. */
export function IdentityScreen() {
  const { popup, identity, later } = useApp()
  const view = popup.session.value?.identity
  switch (view?.status) {
    case 'verified':
    case 'locked': {
      const Later = later.part.value?.identityScreens[view.status] ?? PartScreen
      return <Later />
    }
    case 'sent':
      return identity.changing.value ? <EnterPerson /> : <EnterCode view={view} />
    default:
      return <EnterPerson />
  }
}

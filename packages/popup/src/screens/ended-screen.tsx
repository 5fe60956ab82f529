import { useApp } from '../app-context.ts'
import { Icon } from '../components/icon.tsx'
import { Stage } from '../components/stage.tsx'
import { WayOut } from '../components/way-out.tsx'

/** The session ran out, or was left, before anything moved. */
export function EndedScreen() {
  const { popup, clock, texts } = useApp()
  const session = popup.session.value
  const expired = session !== null && Date.parse(session.expiresAt) <= clock.now.value
  return (
    <Stage
      title={texts.t(expired ? 'expiredTitle' : 'leftTitle')}
      lead={texts.t(expired ? 'expiredLead' : 'leftLead')}
      emblem={
        <p class="emblem">
          <Icon shape={expired ? 'waiting' : 'undone'} />
        </p>
      }
      actions={<WayOut look="primary" />}
    />
  )
}

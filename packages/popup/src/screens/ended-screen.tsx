import { useApp } from '../app-context.ts'
import { LaterIcon } from '../components/later-icon.tsx'
import { Stage } from '../components/stage.tsx'
import { WayOut } from '../components/way-out.tsx'

const shapes = { expired: 'waiting', left: 'undone', unknown: 'info' } as const

/** The session ran out, or was left, before anything moved. */
export function EndedScreen() {
  const { popup, clock, texts } = useApp()
  const session = popup.session.value
  const expired = session !== null && Date.parse(session.expiresAt) <= clock.now.value
  const why = popup.gone.value ? 'unknown' : expired ? 'expired' : 'left'
  return (
    <Stage
      title={texts.t(`${why}Title`)}
      lead={texts.t(`${why}Lead`)}
      emblem={
        <p class="emblem">
          <LaterIcon shape={shapes[why]} />
        </p>
      }
      actions={<WayOut look="primary" />}
    />
  )
}

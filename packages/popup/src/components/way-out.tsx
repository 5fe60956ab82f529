import { useApp } from '../app-context.ts'
import { Button } from './button.tsx'
import { Notice } from './notice.tsx'

/** Closes the window, or goes back to the mall where the popup took the mall's own tab. */
export function WayOut({ look }: { look: 'primary' | 'quiet' }) {
  const { leaving, popup, texts } = useApp()
  return (
    <Button look={look} onPress={leaving.leave}>
      {texts.t(popup.session.value?.returnTo ? 'toMall' : 'close')}
    </Button>
  )
}

/** Where the browser would not let the window close itself. */
export function StayedOpen() {
  const { leaving, texts } = useApp()
  if (!leaving.stayedOpen.value) return null
  return (
    <Notice tone="info" role="status">
      {texts.t('closeByHand')}
    </Notice>
  )
}

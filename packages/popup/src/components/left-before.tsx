import { useApp } from '../app-context.ts'
import { instantText } from '../format/times.ts'
import { Notice } from './notice.tsx'

/** On the first screen: a try that was left before it converted moved nothing. */
export function LeftBefore() {
  const { popup, places, texts } = useApp()
  const leftBefore = popup.session.value?.leftBefore
  if (!leftBefore || places.current.value?.depth) return null
  return (
    <Notice tone="info">
      {texts.t('leftBefore', { at: instantText(leftBefore.at, texts.language.value) })}
    </Notice>
  )
}

import { messages } from '../messages.ts'
import { Icon } from './icon.tsx'

/** Stays at the top of every screen while point partners or the identity check are played. */
export function SandboxBanner() {
  const words = messages.sandbox
  return (
    <aside class="sandbox" aria-label={words.title}>
      <Icon shape="test" />
      <strong>{words.title}</strong>
      <span>{words.body}</span>
    </aside>
  )
}

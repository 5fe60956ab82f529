import type { MediaStatus } from '@pointpay/contracts'
import { useApp } from '../../app-context.ts'
import { Notice } from '../../components/notice.tsx'
import { messages } from '../../messages.ts'

const words = messages.media.broken

/** Settings that are stored in a way that the server cannot read, what they count as meanwhile, and what to do. */
export function BrokenSettings({ media: { broken } }: { media: MediaStatus }) {
  const { me } = useApp()
  const names = broken.map((field) => messages.audit.fields[field] ?? field)
  return (
    <Notice tone="attention" title={words.title(names.join(', '))}>
      <p>{words.meanwhile}</p>
      <p>{me.role === 'operator' ? words.toDo : words.toDoOfManager}</p>
    </Notice>
  )
}

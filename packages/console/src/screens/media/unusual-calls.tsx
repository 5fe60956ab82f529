import type { MediaStatus } from '@pointpay/contracts'
import { useApp } from '../../app-context.ts'
import { Instant } from '../../components/instant.tsx'
import { Notice } from '../../components/notice.tsx'
import { messages } from '../../messages.ts'
import { unusualText } from '../../models/unusual-text.ts'

const words = messages.media.unusual

/** What was unusual about the calls of our RETURN URL in the last days, newest first, and what to do about it. */
export function UnusualCalls({ media: { unusual } }: { media: MediaStatus }) {
  const { me } = useApp()
  return (
    <Notice tone="attention" title={words.title}>
      <ul class="evidence">
        {unusual.map((each) => (
          <li key={`${each.kind} ${each.at}`}>
            <Instant at={each.at} /> {unusualText(each)}
          </li>
        ))}
      </ul>
      <p>{me.role === 'operator' ? words.toDo : words.toDoOfManager}</p>
    </Notice>
  )
}

import type { GoLiveItem, MediaStatus } from '@pointpay/contracts'
import { Icon } from '../../components/icon.tsx'
import { messages } from '../../messages.ts'

const words = messages.media.goLive

export interface GoLiveListProps {
  media: MediaStatus
  items: MediaStatus['goLive']
}

/** What a media needs for live use, and what to do for each item that is not done. */
export function GoLiveList({ media, items }: GoLiveListProps) {
  return (
    <ul class="checklist">
      {items.map(({ item, done }) => (
        <li key={item} class={done ? 'checklist__item checklist__item--done' : 'checklist__item'}>
          <Icon shape={done ? 'done' : 'undone'} />
          <div>
            <p>
              <strong>{words.item[item]}</strong>{' '}
              <span class="checklist__state">{done ? words.done : words.undone}</span>
            </p>
            {!done && <p class="quiet">{toDo(item, media)}</p>}
          </div>
        </li>
      ))}
    </ul>
  )
}

function toDo(item: GoLiveItem, { popup, kind, returnUrl }: MediaStatus): string {
  if (item !== 'return-url' || popup === 'pointpay') return words.toDo[item]
  if (returnUrl === null) return words.toDoReturnUrlUnreadable
  return kind === 'cafe24' ? words.toDoReturnUrlOfOwnPopup : words.toDoReturnUrlOfOwnBackend
}

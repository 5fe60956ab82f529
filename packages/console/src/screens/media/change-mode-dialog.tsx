import type { MediaMode, MediaStatus } from '@pointpay/contracts'
import { Dialog } from '../../components/dialog.tsx'
import { Notice } from '../../components/notice.tsx'
import { messages } from '../../messages.ts'
import { GoLiveList } from './go-live-list.tsx'

const words = messages.media.modeChange

export interface ChangeModeDialogProps {
  media: MediaStatus
  to: MediaMode
  onClose(): void
  confirm(): void
}

/** Says what the other mode means before anything is sent; for live use, also what the media still lacks. */
export function ChangeModeDialog({ media, to, onClose, confirm }: ChangeModeDialogProps) {
  const { title, body, button, keep } = words[to]
  return (
    <Dialog title={title} onClose={onClose}>
      <div class="stack">
        <p>{body}</p>
        {to === 'live' && <Missing media={media} />}
        <p>{words.snippet}</p>
        <div class="buttons">
          <button
            type="button"
            class={to === 'live' ? 'button button--primary' : 'button button--danger'}
            onClick={confirm}
          >
            {button}
          </button>
          <button type="button" class="button" onClick={onClose}>
            {keep}
          </button>
        </div>
      </div>
    </Dialog>
  )
}

function Missing({ media }: { media: MediaStatus }) {
  const missing = media.goLive.filter(({ done }) => !done)
  if (missing.length === 0) return <Notice tone="good">{words.ready}</Notice>
  return (
    <>
      <Notice tone="attention" title={words.missing}>
        {words.missingMeans}
      </Notice>
      <GoLiveList media={media} items={missing} />
    </>
  )
}

import type { MediaStatus } from '@pointpay/contracts'
import { useSignal } from '@preact/signals'
import { Badge } from '../../components/badge.tsx'
import { formatCount } from '../../format/krw.ts'
import { messages } from '../../messages.ts'
import { ChangeModeDialog } from './change-mode-dialog.tsx'
import { GoLiveList } from './go-live-list.tsx'

const words = messages.media

export interface GoLiveProps {
  media: MediaStatus
  /** Left out: this account may not. */
  changeMode?: (mode: MediaStatus['mode']) => Promise<void>
}

/** Whether shoppers use this media for real, what it still needs for that, and the switch. */
export function GoLive({ media, changeMode }: GoLiveProps) {
  const asking = useSignal(false)
  const left = media.goLive.filter(({ done }) => !done).length
  const next = media.mode === 'test' ? 'live' : 'test'
  return (
    <section class="panel">
      <div class="panel__head">
        <h2>{words.goLive.title}</h2>
        {left === 0 ? (
          <Badge tone="good" shape="done" text={words.goLive.ready} />
        ) : (
          <Badge tone="attention" shape="attention" text={words.goLive.left(formatCount(left))} />
        )}
      </div>
      <p class="quiet">{words.goLive.standing[media.mode]}</p>
      <GoLiveList media={media} items={media.goLive} />
      {changeMode && (
        <div class="buttons">
          <button
            type="button"
            class={next === 'live' ? 'button button--primary' : 'button'}
            onClick={() => (asking.value = true)}
          >
            {words.modeChange[next].button}
          </button>
        </div>
      )}
      {changeMode && asking.value && (
        <ChangeModeDialog
          media={media}
          to={next}
          onClose={() => (asking.value = false)}
          confirm={() => {
            asking.value = false
            void changeMode(next)
          }}
        />
      )}
    </section>
  )
}

import type { MediaCode, MediaMode, MediaStatus } from '@pointpay/contracts'
import { createModel, signal } from '@preact/signals'
import type { ApiResult } from '../api/failure.ts'
import type { AppContext } from '../app-context.ts'
import { messages } from '../messages.ts'
import { loaded } from './loaded.ts'
import { sending, type Done } from './sending.ts'

/** One media: how it stands, and what can be done to it. */
export const OneMediaModel = createModel(({ api, connection }: AppContext, code: MediaCode) => {
  const media = loaded((abort) => api.media(code, abort), connection)
  const { state: deed, run } = sending()
  const done = signal<Done | null>(null)
  const words = messages.media
  const snippetChanged = signal(false)

  async function carryOut(call: () => Promise<ApiResult<MediaStatus>>, told: string): Promise<void> {
    done.value = null
    const result = await run(call)
    if (result) take(result.value, told)
  }

  function take(next: MediaStatus, told: string): void {
    const before = media.state.peek()
    const isOther = before.status === 'ready' && before.value.snippet !== next.snippet
    if (isOther) snippetChanged.value = true
    media.replace(next)
    done.value = { words: isOther ? `${told} ${words.snippetChanged.told}` : told }
  }

  return {
    ...media,
    deed,
    done,
    /** Stays true until the screen is left, since the new code may have to be copied later. */
    snippetChanged,
    readShops: () => carryOut(() => api.readShops(code), words.shop.readDone),
    putScriptTag: () => carryOut(() => api.putScriptTag(code), words.scriptTagDone.put),
    removeScriptTag: () => carryOut(() => api.removeScriptTag(code), words.scriptTagDone.removed),
    renewReturnKey: () => carryOut(() => api.renewReturnKey(code), words.returnKey.renewed),
    endOldReturnKey: () => carryOut(() => api.endOldReturnKey(code), words.returnKey.oldEnded),
    changeMode: (mode: MediaMode) =>
      carryOut(() => api.changeMedia(code, { mode }), words.modeChange[mode].changed),
    changed: (next: MediaStatus, told: string = messages.saved) => take(next, told),
    /** A dialog was saved in which nothing was changed. */
    unchanged() {
      done.value = { words: messages.saved }
    },
  }
})

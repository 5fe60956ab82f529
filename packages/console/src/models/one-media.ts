import type { MediaCode, MediaStatus } from '@pointpay/contracts'
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

  async function carryOut(call: () => Promise<ApiResult<MediaStatus>>, told: string): Promise<void> {
    done.value = null
    const result = await run(call)
    if (!result) return
    media.replace(result.value)
    done.value = { words: told }
  }

  const words = messages.media
  return {
    ...media,
    deed,
    done,
    putScriptTag: () => carryOut(() => api.putScriptTag(code), words.scriptTagDone.put),
    removeScriptTag: () => carryOut(() => api.removeScriptTag(code), words.scriptTagDone.removed),
    renewReturnKey: () => carryOut(() => api.renewReturnKey(code), words.keyRenewed),
    changed(next: MediaStatus, told: string = messages.saved) {
      media.replace(next)
      done.value = { words: told }
    },
  }
})

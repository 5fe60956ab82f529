import type { MediaStatus } from '@pointpay/contracts'
import { createModel } from '@preact/signals'
import type { AppContext } from '../app-context.ts'
import { createMediaForm } from './media-form.ts'
import { sending } from './sending.ts'

/** The form of a known media's settings, and its sending. `saved` with null: nothing was to be changed. */
export const ChangeMediaModel = createModel(
  ({ api, service }: AppContext, media: MediaStatus, saved: (media: MediaStatus | null) => void) => {
    const form = createMediaForm(service, media)
    const { state, run } = sending()
    return {
      ...form,
      state,
      async submit() {
        const change = form.readChange(media)
        if (!change) return
        if (Object.keys(change).length === 0) return saved(null)
        const result = await run(() => api.changeMedia(media.code, change))
        if (result) saved(result.value)
      },
    }
  },
)

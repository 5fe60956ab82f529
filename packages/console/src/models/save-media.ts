import type { MediaStatus } from '@pointpay/contracts'
import { createModel } from '@preact/signals'
import type { AppContext } from '../app-context.ts'
import { createMediaForm } from './media-form.ts'
import { sending } from './sending.ts'

/** The form of a media, new or known, and its sending. */
export const SaveMediaModel = createModel(
  ({ api, service }: AppContext, media: MediaStatus | undefined, saved: (media: MediaStatus) => void) => {
    const form = createMediaForm(service, media)
    const { state, run } = sending()
    return {
      ...form,
      state,
      async submit() {
        const change = media ? form.readChange() : null
        const fresh = media ? null : form.readNew()
        if (!change && !fresh) return
        const result = await run(() =>
          media && change ? api.changeMedia(media.code, change) : api.addMedia(fresh!),
        )
        if (result) saved(result.value)
      },
    }
  },
)

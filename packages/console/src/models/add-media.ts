import type { AddedMedia } from '@pointpay/contracts'
import { createModel } from '@preact/signals'
import type { AppContext } from '../app-context.ts'
import { createMediaForm } from './media-form.ts'
import { sending } from './sending.ts'

/** The form of a new media, and its sending. */
export const AddMediaModel = createModel(
  ({ api, service }: AppContext, added: (media: AddedMedia) => void) => {
    const form = createMediaForm(service)
    const { state, run } = sending()
    return {
      ...form,
      state,
      async submit() {
        const media = form.readNew()
        const result = media && (await run(() => api.addMedia(media)))
        if (result) added(result.value)
      },
    }
  },
)

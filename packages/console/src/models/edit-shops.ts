import type { MediaStatus } from '@pointpay/contracts'
import { createModel } from '@preact/signals'
import type { AppContext } from '../app-context.ts'
import { sending } from './sending.ts'
import { createShopsForm } from './shops-form.ts'

/** The form of a media's shops, and its sending. */
export const EditShopsModel = createModel(
  ({ api }: AppContext, { code, shops }: MediaStatus, saved: (media: MediaStatus) => void) => {
    const form = createShopsForm(shops)
    const { state, run } = sending()
    return {
      ...form,
      state,
      async submit() {
        const next = form.read()
        const result = next && (await run(() => api.changeMedia(code, { shops: next })))
        if (result) saved(result.value)
      },
    }
  },
)

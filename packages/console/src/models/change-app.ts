import type { MediaCode, MediaStatus } from '@pointpay/contracts'
import { createModel } from '@preact/signals'
import type { AppContext } from '../app-context.ts'
import { createMediaForm } from './media-form.ts'
import { sending } from './sending.ts'

/** The form of a mall's app, always empty at first, for its secret is never told back. */
export const ChangeAppModel = createModel(
  ({ api, service }: AppContext, code: MediaCode, changed: (media: MediaStatus) => void) => {
    const { fields, errors, readApp } = createMediaForm(service)
    const { state, run } = sending()
    return {
      fields,
      errors,
      state,
      async submit() {
        const app = readApp()
        const result = app && (await run(() => api.changeApp(code, app)))
        if (result) changed(result.value)
      },
    }
  },
)

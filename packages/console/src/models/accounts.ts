import { createModel, signal } from '@preact/signals'
import type { AppContext } from '../app-context.ts'
import { loaded } from './loaded.ts'
import { mediaNames } from './media-names.ts'
import type { Done } from './sending.ts'

/** Everybody who may log in. */
export const AccountsModel = createModel((app: AppContext) => {
  const { api, connection } = app
  const accounts = loaded((abort) => api.accounts(abort), connection)
  const media = mediaNames(app)
  const done = signal<Done | null>(null)
  return {
    ...accounts,
    /** To choose from. Empty until they are known. */
    media,
    done,
    async saved(words: string) {
      done.value = { words }
      await accounts.reload()
    },
  }
})

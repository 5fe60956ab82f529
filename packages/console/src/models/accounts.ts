import { createModel, signal } from '@preact/signals'
import type { AppContext } from '../app-context.ts'
import { loaded } from './loaded.ts'
import type { Done } from './sending.ts'

/** Everybody who may log in. */
export const AccountsModel = createModel(({ api, connection }: AppContext) => {
  const accounts = loaded((abort) => api.accounts(abort), connection)
  const media = loaded((abort) => api.mediaList(abort), connection)
  const done = signal<Done | null>(null)
  return {
    ...accounts,
    media: media.state,
    done,
    async saved(words: string) {
      done.value = { words }
      await accounts.reload()
    },
  }
})

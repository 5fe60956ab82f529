import { createModel, signal } from '@preact/signals'
import type { AppContext } from '../app-context.ts'
import { loaded } from './loaded.ts'

/** Everybody who may log in. */
export const AccountsModel = createModel(({ api, connection }: AppContext) => {
  const accounts = loaded((abort) => api.accounts(abort), connection)
  const media = loaded((abort) => api.mediaList(abort), connection)
  const done = signal<string | null>(null)
  return {
    ...accounts,
    media: media.state,
    done,
    async saved(told: string) {
      done.value = told
      await accounts.reload()
    },
  }
})

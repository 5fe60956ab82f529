import { createModel } from '@preact/signals'
import type { AppContext } from '../app-context.ts'
import { loaded } from './loaded.ts'

/** The media that this account may see, to choose from. */
export const MediaNamesModel = createModel(({ api, connection }: AppContext) => {
  const { state } = loaded((signal) => api.mediaList(signal), connection)
  return { state }
})

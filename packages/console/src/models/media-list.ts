import { createModel } from '@preact/signals'
import type { AppContext } from '../app-context.ts'
import { loaded } from './loaded.ts'

/** The media that this account may see, with how they stand. */
export const MediaListModel = createModel(({ api, connection }: AppContext) =>
  loaded((signal) => api.mediaList(signal), connection),
)

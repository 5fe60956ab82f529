import type { MediaStatus } from '@pointpay/contracts'
import { computed, createModel, type ReadonlySignal } from '@preact/signals'
import type { AppContext } from '../app-context.ts'
import { loaded } from './loaded.ts'
import { inNaturalOrder } from './media-order.ts'

/** The media that this account may see, to choose from. Empty until they are known. For use in a model. */
export function mediaNames({
  api,
  connection,
}: Pick<AppContext, 'api' | 'connection'>): ReadonlySignal<MediaStatus[]> {
  const { state } = loaded((signal) => api.mediaList(signal), connection)
  return computed(() => (state.value.status === 'ready' ? inNaturalOrder(state.value.value.items) : []))
}

export const MediaNamesModel = createModel((app: AppContext) => ({ media: mediaNames(app) }))

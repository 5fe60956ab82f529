import type { MediaStatus } from '@pointpay/contracts'
import { computed, createModel, signal } from '@preact/signals'
import type { AppContext } from '../app-context.ts'
import { loaded } from './loaded.ts'
import { inNaturalOrder } from './media-order.ts'

/** The media that this account may see, with how they stand, and those of them that somebody looks for. */
export const MediaListModel = createModel(({ api, connection, router }: AppContext) => {
  const list = loaded((abort) => api.mediaList(abort), connection)
  const { searchParams } = router.address.peek()
  const text = signal(searchParams.get('find') ?? '')
  const onlyNeedsMe = signal(searchParams.has('needs-me'))
  const media = computed(() => {
    const { value } = list.state
    return value.status === 'ready' ? inNaturalOrder(value.value.items) : []
  })
  return {
    ...list,
    text,
    onlyNeedsMe,
    needsMeCount: computed(() => media.value.filter(needsMe).length),
    found: computed(() =>
      media.value.filter(
        (each) => (!onlyNeedsMe.value || needsMe(each)) && matches(each, text.value.trim().toLowerCase()),
      ),
    ),
  }
})

/** Somebody must do something before all is well with it. */
export function needsMe({ needsPerson, unusual, consent, kind, returnUrl }: MediaStatus): boolean {
  const keyUnreadable = kind === 'cafe24' && returnUrl === null
  return needsPerson > 0 || unusual.length > 0 || consent === 'withdrawn' || keyUnreadable
}

function matches({ name, code, mallId }: MediaStatus, text: string): boolean {
  return [name, code, mallId ?? ''].some((each) => each.toLowerCase().includes(text))
}

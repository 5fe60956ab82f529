import type { ServiceView } from '@pointpay/contracts'
import { signal, type ReadonlySignal } from '@preact/signals'
import type { Api } from '../api/client.ts'

export interface Service {
  /** What runs in this service. Until it is known, nothing that depends on it is shown. */
  view: ReadonlySignal<ServiceView>
  /** Does nothing once the answer is known or on its way. A failure is not reported: the next call tries again. */
  load(): Promise<void>
}

export function createService(api: Api): Service {
  const view = signal<ServiceView>({ pointhub: false, sandbox: false })
  let stage: 'unknown' | 'loading' | 'known' = 'unknown'
  return {
    view,
    async load() {
      if (stage !== 'unknown') return
      stage = 'loading'
      const result = await api.service()
      stage = result.ok ? 'known' : 'unknown'
      if (result.ok) view.value = result.value
    },
  }
}

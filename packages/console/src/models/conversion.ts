import type { ConversionDetail, MediaCode, TransactionNumber } from '@pointpay/contracts'
import { computed, createModel, effect, signal } from '@preact/signals'
import type { AppContext } from '../app-context.ts'
import { loaded } from './loaded.ts'

/** One conversion, read once and then followed live for as long as it is shown. */
export const ConversionModel = createModel(
  (app: AppContext, mediaCode: MediaCode, transactionNumber: TransactionNumber) => {
    const { state, reload, replace } = loaded(
      (abort) => app.api.conversion(mediaCode, transactionNumber, abort),
      app.connection,
    )
    const live = signal(true)

    /**
     * A history only grows, so the longer one is the newer: the answer to a cancel may arrive after the stream has told
     * of what followed it.
     */
    function take(detail: ConversionDetail): void {
      const shown = state.peek()
      if (shown.status === 'ready' && shown.value.history.length > detail.history.length) return
      replace(detail)
    }

    const found = computed(() => state.value.status === 'ready')
    effect(() => {
      if (!found.value) return
      const watch = new AbortController()
      void app.api.watchConversion(mediaCode, transactionNumber, {
        changed: take,
        connected(connected) {
          live.value = connected
        },
        signal: watch.signal,
        sleep: app.sleep,
      })
      return () => watch.abort()
    })

    return { state, live, reload, take }
  },
)

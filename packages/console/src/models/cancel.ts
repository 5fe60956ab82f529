import type { ConversionDetail, MediaCode, TransactionNumber } from '@pointpay/contracts'
import { createModel, signal } from '@preact/signals'
import type { AppContext } from '../app-context.ts'
import { messages } from '../messages.ts'
import { loaded } from './loaded.ts'
import { sending } from './sending.ts'

/** A cancel about to be asked for: what can be taken back now, the reason, and the request. */
export const CancelModel = createModel(
  (
    { api, connection }: AppContext,
    mediaCode: MediaCode,
    transactionNumber: TransactionNumber,
    done: (detail: ConversionDetail) => void,
  ) => {
    const preview = loaded((abort) => api.cancelPreview(mediaCode, transactionNumber, abort), connection)
    const reason = signal('')
    const reasonError = signal<string | null>(null)
    const { state, run } = sending()
    return {
      preview: preview.state,
      reason,
      reasonError,
      state,
      checkAgain: preview.reload,
      async submit() {
        reasonError.value = reason.peek().trim() ? null : messages.cancel.reasonMissing
        if (reasonError.peek()) return
        const result = await run(() =>
          api.cancel(mediaCode, transactionNumber, { reason: reason.peek().trim() }),
        )
        if (result) return done(result.value)
        // Points may have been spent since they were shown: then show what there is now.
        const failed = state.peek()
        if (
          failed.status === 'failed' &&
          failed.failure.kind === 'refused' &&
          failed.failure.code === 'points_insufficient'
        )
          await preview.reload()
      },
    }
  },
)

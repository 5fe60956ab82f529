import {
  cancelPreviewSchema,
  type ByHandChoice,
  type CancelPreview,
  type ConversionDetail,
  type MediaCode,
  type TransactionNumber,
} from '@pointpay/contracts'
import { createModel, signal } from '@preact/signals'
import type { ApiFailure } from '../api/failure.ts'
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
    const byHand = signal<ByHandChoice | null>(null)
    const { state, run } = sending()

    /** Points may have been spent, or taken by hand, since they were shown: then show what there is now. */
    async function showWhatIsNow(failure: ApiFailure): Promise<void> {
      if (failure.kind !== 'refused') return
      if (failure.code !== 'points_insufficient' && failure.code !== 'points_perhaps_taken') return
      const told = previewIn(failure)
      if (told) preview.replace(told)
      else await preview.reload()
      // A choice is about the rows that were on the screen; these may be others.
      byHand.value = null
    }

    return {
      preview: preview.state,
      reason,
      reasonError,
      /** What the rows by hand are; null: none are shown, or nobody has said yet. */
      byHand,
      state,
      checkAgain: preview.reload,
      async submit() {
        reasonError.value = reason.peek().trim() ? null : messages.cancel.reasonMissing
        const shown = preview.state.peek()
        const mustChoose = shown.status === 'ready' && shown.value.perhapsTaken.length > 0
        const choice = mustChoose ? byHand.peek() : null
        if (reasonError.peek() || (mustChoose && choice === null)) return
        const result = await run(() =>
          api.cancel(mediaCode, transactionNumber, {
            reason: reason.peek().trim(),
            ...(choice ? { byHand: choice } : {}),
          }),
        )
        if (result) return done(result.value)
        const failed = state.peek()
        if (failed.status === 'failed') await showWhatIsNow(failed.failure)
      },
    }
  },
)

/** A refusal for rows by hand brings all that the preview would; null: it brings no rows. */
function previewIn({ perhapsTaken = [], details }: Refusal): CancelPreview | null {
  if (perhapsTaken.length === 0) return null
  const { available, needed } = details ?? {}
  const sufficient = Number(available) >= Number(needed)
  const parsed = cancelPreviewSchema.safeParse({ available, needed, sufficient, perhapsTaken })
  return parsed.success ? parsed.data : null
}

type Refusal = Extract<ApiFailure, { kind: 'refused' }>

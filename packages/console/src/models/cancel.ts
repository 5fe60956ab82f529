import {
  cancelPreviewSchema,
  type ByHandAnswer,
  type ByHandChoice,
  type CancelPreview,
  type ConversionDetail,
  type MediaCode,
  type PointHistoryRow,
  type TransactionNumber,
} from '@pointpay/contracts'
import { computed, createModel, signal } from '@preact/signals'
import type { ApiFailure } from '../api/failure.ts'
import type { AppContext } from '../app-context.ts'
import { messages } from '../messages.ts'
import { loaded } from './loaded.ts'
import { sending } from './sending.ts'

/** What became of the rows by hand since they were shown. */
export type RowsMeanwhile = 'came-in' | 'changed'

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
    const rows = computed(() => {
      const { value } = preview.state
      return value.status === 'ready' ? value.value.perhapsTaken : NO_ROWS
    })
    const answer = signal<ByHandAnswer | null>(null)
    // An answer is about the rows that were on the screen; once others are, nobody has answered yet.
    const byHand = computed(() => (answer.value?.rows === rows.value ? answer.value : null))
    const meanwhile = signal<RowsMeanwhile | null>(null)
    const { state, run } = sending()

    /** Points may have been spent, or taken by hand, since they were shown: then show what there is now. */
    async function showWhatIsNow(failure: ApiFailure): Promise<void> {
      if (failure.kind !== 'refused') return
      if (failure.code !== 'points_insufficient' && failure.code !== 'points_perhaps_taken') return
      const shown = rows.peek()
      const told = previewIn(failure)
      if (told) preview.replace(told)
      else await preview.reload()
      if (failure.code === 'points_perhaps_taken' && rows.peek().length > 0)
        meanwhile.value = whatChanged(shown, rows.peek())
    }

    return {
      preview: preview.state,
      reason,
      reasonError,
      /** What the rows by hand are; null: none are shown, or nobody has said yet. */
      byHand,
      /** The cancel was refused since the rows by hand are others than were shown; null: it was not. */
      meanwhile,
      state,
      checkAgain: preview.reload,
      choose(choice: ByHandChoice) {
        answer.value = { choice, rows: rows.peek() }
      },
      async submit() {
        reasonError.value = reason.peek().trim() ? null : messages.cancel.reasonMissing
        const answered = byHand.peek()
        if (reasonError.peek() || (rows.peek().length > 0 && answered === null)) return
        const result = await run(() => {
          meanwhile.value = null
          return api.cancel(mediaCode, transactionNumber, {
            reason: reason.peek().trim(),
            ...(answered ? { byHand: answered } : {}),
          })
        })
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

const NO_ROWS: PointHistoryRow[] = []

function whatChanged(shown: readonly PointHistoryRow[], now: readonly PointHistoryRow[]): RowsMeanwhile {
  const wasShown = (row: PointHistoryRow) =>
    shown.some(({ at, change, reason }) => at === row.at && change === row.change && reason === row.reason)
  return now.every(wasShown) ? 'changed' : 'came-in'
}

type Refusal = Extract<ApiFailure, { kind: 'refused' }>

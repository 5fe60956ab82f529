import type {
  ByHandChoice,
  CancelPreview,
  ConversionDetail,
  MediaCode,
  TransactionNumber,
} from '@pointpay/contracts'
import { useModel, type Model } from '@preact/signals'
import { useRef } from 'preact/hooks'
import { useApp } from '../../app-context.ts'
import { Dialog } from '../../components/dialog.tsx'
import { Facts } from '../../components/facts.tsx'
import { Failure } from '../../components/failure.tsx'
import { Field } from '../../components/field.tsx'
import { focusFirstWrong } from '../../components/focus-first-wrong.ts'
import { LoadedView } from '../../components/loaded-view.tsx'
import { Notice } from '../../components/notice.tsx'
import { formatKrw } from '../../format/krw.ts'
import { messages } from '../../messages.ts'
import { CancelModel } from '../../models/cancel.ts'
import { TakenByHand } from './taken-by-hand.tsx'

const words = messages.cancel

export interface CancelDialogProps {
  mediaCode: MediaCode
  transactionNumber: TransactionNumber
  onClose(): void
  onCancelled(detail: ConversionDetail): void
}

/**
 * Shows what can be taken back before anything is asked; refuses with both figures where that is too little. Where somebody
 * may have taken the points by hand, too little may be left for that very reason: the person says which it is.
 */
export function CancelDialog({ mediaCode, transactionNumber, onClose, onCancelled }: CancelDialogProps) {
  const app = useApp()
  const model = useModel(() => new CancelModel(app, mediaCode, transactionNumber, onCancelled))
  return (
    <Dialog title={words.title} onClose={onClose}>
      <LoadedView state={model.preview.value} reload={model.checkAgain} loadingText={words.loading}>
        {(preview) => (
          <>
            <Facts
              facts={[
                [words.available, preview.available === null ? messages.none : formatKrw(preview.available)],
                [words.needed, formatKrw(preview.needed)],
              ]}
            />
            {preview.sufficient || preview.perhapsTaken.length > 0 ? (
              <CancelForm model={model} preview={preview} />
            ) : (
              <Insufficient preview={preview} checkAgain={model.checkAgain} />
            )}
          </>
        )}
      </LoadedView>
    </Dialog>
  )
}

function Insufficient({ preview, checkAgain }: { preview: CancelPreview; checkAgain(): Promise<void> }) {
  return (
    <>
      <Notice tone="bad" role="alert">
        {words.insufficient(formatKrw(preview.available ?? 0), formatKrw(preview.needed))}
      </Notice>
      <div class="buttons">
        <button type="button" class="button" onClick={() => void checkAgain()}>
          {words.checkAgain}
        </button>
      </div>
    </>
  )
}

interface CancelFormProps {
  model: Model<InstanceType<typeof CancelModel>>
  preview: CancelPreview
}

function CancelForm({ model, preview }: CancelFormProps) {
  const form = useRef<HTMLFormElement>(null)
  const nothingToTake = preview.available === null
  const state = model.state.value
  const mustChoose = preview.perhapsTaken.length > 0
  const choice = model.byHand.value?.choice ?? null
  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void model.submit()
        if (model.reasonError.peek()) focusFirstWrong(form.current)
      }}
    >
      {mustChoose ? (
        <TakenByHand model={model} preview={preview} />
      ) : (
        <Notice tone="attention">{nothingToTake ? words.nothingToTake : words.sufficient}</Notice>
      )}
      <Field label={words.reason} hint={words.reasonHint} error={model.reasonError.value ?? undefined}>
        {(control) => (
          <textarea
            {...control}
            rows={3}
            maxLength={200}
            value={model.reason.value}
            onInput={(event) => (model.reason.value = event.currentTarget.value)}
          />
        )}
      </Field>
      {state.status === 'failed' && model.meanwhile.value === null && <Failure failure={state.failure} />}
      <div class="buttons">
        <button
          class="button button--danger"
          disabled={mustChoose && choice === null}
          aria-disabled={state.status === 'sending'}
        >
          {state.status === 'sending' ? words.submitting : submitWords(preview, choice)}
        </button>
      </div>
    </form>
  )
}

function submitWords({ available, perhapsTaken }: CancelPreview, choice: ByHandChoice | null): string {
  if (available === null) return words.submitNothingToTake
  if (perhapsTaken.length === 0) return words.submit
  return choice === null ? words.submitUndecided : words.submitByHand[choice]
}

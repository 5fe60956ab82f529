import type { MediaStatus } from '@pointpay/contracts'
import { useModel } from '@preact/signals'
import { useRef } from 'preact/hooks'
import { useApp } from '../../app-context.ts'
import { Dialog } from '../../components/dialog.tsx'
import { Failure } from '../../components/failure.tsx'
import { focusFirstWrong } from '../../components/focus-first-wrong.ts'
import { TextField } from '../../components/text-field.tsx'
import { messages } from '../../messages.ts'
import { SaveMediaModel } from '../../models/save-media.ts'
import { MediaFields } from './media-fields.tsx'

const words = messages.media

export interface ChangeMediaDialogProps {
  media: MediaStatus
  onClose(): void
  saved(media: MediaStatus): void
}

export function ChangeMediaDialog({ media, onClose, saved }: ChangeMediaDialogProps) {
  const app = useApp()
  const model = useModel(() => new SaveMediaModel(app, media, saved))
  const form = useRef<HTMLFormElement>(null)
  const state = model.state.value
  return (
    <Dialog title={words.set} onClose={onClose}>
      <form
        ref={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void model.submit()
          if (Object.keys(model.errors.peek()).length > 0) focusFirstWrong(form.current)
        }}
      >
        <TextField label={words.name} error={model.errors.value.name} value={model.fields.name} />
        <MediaFields fields={model.fields} errors={model.errors} />
        {state.status === 'failed' && <Failure failure={state.failure} />}
        <div class="buttons">
          <button class="button button--primary" aria-disabled={state.status === 'sending'}>
            {state.status === 'sending' ? messages.saving : messages.save}
          </button>
        </div>
      </form>
    </Dialog>
  )
}

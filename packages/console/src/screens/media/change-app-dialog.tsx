import type { MediaCode, MediaStatus } from '@pointpay/contracts'
import { useModel } from '@preact/signals'
import { useRef } from 'preact/hooks'
import { useApp } from '../../app-context.ts'
import { Dialog } from '../../components/dialog.tsx'
import { Failure } from '../../components/failure.tsx'
import { focusFirstWrong } from '../../components/focus-first-wrong.ts'
import { messages } from '../../messages.ts'
import { ChangeAppModel } from '../../models/change-app.ts'
import { AppFields } from './app-fields.tsx'

const words = messages.media

export interface ChangeAppDialogProps {
  mediaCode: MediaCode
  onClose(): void
  changed(media: MediaStatus): void
}

export function ChangeAppDialog({ mediaCode, onClose, changed }: ChangeAppDialogProps) {
  const app = useApp()
  const model = useModel(() => new ChangeAppModel(app, mediaCode, changed))
  const form = useRef<HTMLFormElement>(null)
  const state = model.state.value
  return (
    <Dialog title={words.appChangeTitle} onClose={onClose}>
      <form
        ref={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void model.submit()
          if (Object.keys(model.errors.peek()).length > 0) focusFirstWrong(form.current)
        }}
      >
        <p>{words.appChangeBody}</p>
        <AppFields fields={model.fields} errors={model.errors} />
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

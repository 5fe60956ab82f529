import type { MediaCode, MediaStatus } from '@pointpay/contracts'
import { useModel } from '@preact/signals'
import { useApp } from '../../app-context.ts'
import { Dialog } from '../../components/dialog.tsx'
import { SentForm } from '../../components/sent-form.tsx'
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
  return (
    <Dialog title={words.appChangeTitle} onClose={onClose}>
      <SentForm model={model} words={{ submit: messages.save, submitting: messages.saving }}>
        <p>{words.appChangeBody}</p>
        <AppFields fields={model.fields} errors={model.errors} />
      </SentForm>
    </Dialog>
  )
}

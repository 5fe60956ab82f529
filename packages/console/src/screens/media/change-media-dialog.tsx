import type { MediaStatus } from '@pointpay/contracts'
import { useModel } from '@preact/signals'
import { useApp } from '../../app-context.ts'
import { Dialog } from '../../components/dialog.tsx'
import { SentForm } from '../../components/sent-form.tsx'
import { TextField } from '../../components/text-field.tsx'
import { messages } from '../../messages.ts'
import { SaveMediaModel } from '../../models/save-media.ts'
import { MediaFields } from './media-fields.tsx'
import { PopupFields } from './popup-fields.tsx'

const words = messages.media

export interface ChangeMediaDialogProps {
  media: MediaStatus
  onClose(): void
  saved(media: MediaStatus): void
}

export function ChangeMediaDialog({ media, onClose, saved }: ChangeMediaDialogProps) {
  const app = useApp()
  const model = useModel(() => new SaveMediaModel(app, media, saved))
  return (
    <Dialog title={words.set} onClose={onClose}>
      <SentForm model={model} words={{ submit: messages.save, submitting: messages.saving }}>
        <TextField label={words.name} error={model.errors.value.name} value={model.fields.name} />
        <PopupFields form={model} />
        <MediaFields form={model} />
      </SentForm>
    </Dialog>
  )
}

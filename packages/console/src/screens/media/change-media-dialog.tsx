import type { MediaStatus } from '@pointpay/contracts'
import { useModel } from '@preact/signals'
import { useApp } from '../../app-context.ts'
import { Dialog } from '../../components/dialog.tsx'
import { Instant } from '../../components/instant.tsx'
import { Notice } from '../../components/notice.tsx'
import { SentForm } from '../../components/sent-form.tsx'
import { TextField } from '../../components/text-field.tsx'
import { messages } from '../../messages.ts'
import { ChangeMediaModel } from '../../models/change-media.ts'
import { MediaFields } from './media-fields.tsx'
import { PopupFields } from './popup-fields.tsx'
import { ProofKeyNeeded } from './proof-key-needed.tsx'
import type { ProofKeyProps } from './proof-key.tsx'

const words = messages.media

export interface ChangeMediaDialogProps {
  media: MediaStatus
  proofKey: ProofKeyProps['model']
  onClose(): void
  /** null: nothing was to be changed. */
  saved(media: MediaStatus | null): void
}

export function ChangeMediaDialog({ media, proofKey, onClose, saved }: ChangeMediaDialogProps) {
  const app = useApp()
  const model = useModel(() => new ChangeMediaModel(app, media, saved))
  const aboutSignatures =
    media.proofKeyIssuedAt === null ? (
      <ProofKeyNeeded state={proofKey.state.value} issue={proofKey.issue} />
    ) : (
      <Notice tone="quiet" role="status">
        {words.proofKey.useIt} (<Instant at={media.proofKeyIssuedAt} /> {words.proofKey.issuedAt})
      </Notice>
    )
  return (
    <Dialog title={words.set} onClose={onClose}>
      <SentForm model={model} words={{ submit: messages.save, submitting: messages.saving }}>
        <TextField label={words.name} error={model.errors.value.name} value={model.fields.name} />
        <PopupFields form={model} />
        <MediaFields form={model} aboutSignatures={aboutSignatures} />
      </SentForm>
    </Dialog>
  )
}

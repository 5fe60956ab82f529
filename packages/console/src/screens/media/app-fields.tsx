import { TextField } from '../../components/text-field.tsx'
import { messages } from '../../messages.ts'
import type { MediaForm } from '../../models/media-form.ts'

const words = messages.media

/** The app of a mall at Cafe24, the same for a new media and a known one. */
export function AppFields({ fields, errors }: Pick<MediaForm, 'fields' | 'errors'>) {
  const wrong = errors.value
  return (
    <>
      <TextField label={words.clientId} error={wrong.clientId} value={fields.clientId} autocomplete="off" />
      <TextField
        label={words.clientSecret}
        error={wrong.clientSecret}
        value={fields.clientSecret}
        type="password"
        autocomplete="off"
      />
    </>
  )
}

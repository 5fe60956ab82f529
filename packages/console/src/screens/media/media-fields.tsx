import { memberProofs } from '@pointpay/contracts'
import { Field } from '../../components/field.tsx'
import { TextField } from '../../components/text-field.tsx'
import { messages } from '../../messages.ts'
import type { MediaForm } from '../../models/media-form.ts'

const words = messages.media

/** The settings of a media, the same for a new one and a known one. */
export function MediaFields({ form }: { form: Pick<MediaForm, 'fields' | 'errors' | 'ownPopup'> }) {
  const { fields } = form
  const wrong = form.errors.value
  return (
    <>
      <TextField
        label={words.origins}
        hint={words.originsHint}
        error={wrong.origins}
        value={fields.origins}
        rows={2}
      />
      <TextField
        label={words.returnNetworks}
        hint={words.returnNetworksHint}
        error={wrong.returnNetworks}
        value={fields.returnNetworks}
        rows={2}
      />
      <TextField
        label={words.capPerCall}
        hint={words.capHint}
        error={wrong.capPerCall}
        value={fields.capPerCall}
        inputMode="numeric"
      />
      <TextField
        label={words.capPerDay}
        hint={words.capHint}
        error={wrong.capPerDay}
        value={fields.capPerDay}
        inputMode="numeric"
      />
      {form.ownPopup.value && <OwnPopupFields form={form} />}
    </>
  )
}

/** What our own popup looks like and asks of a member; nothing here reaches PointPay's. */
function OwnPopupFields({ form: { fields, errors } }: { form: Pick<MediaForm, 'fields' | 'errors'> }) {
  return (
    <>
      <TextField
        label={words.accentColor}
        hint={words.accentColorHint}
        error={errors.value.accentColor}
        value={fields.accentColor}
      />
      <Field label={words.memberProofLabel} hint={words.memberProofHint}>
        {(control) => (
          <select
            {...control}
            value={fields.memberProof.value}
            onInput={(event) => (fields.memberProof.value = event.currentTarget.value)}
          >
            {memberProofs.map((proof) => (
              <option key={proof} value={proof}>
                {words.memberProof[proof]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <label class="choice">
        <input
          type="checkbox"
          checked={fields.unverifiedAllowed.value}
          onChange={(event) => (fields.unverifiedAllowed.value = event.currentTarget.checked)}
        />
        <span>{words.unverifiedAllowed}</span>
      </label>
    </>
  )
}

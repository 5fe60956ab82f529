import { useId } from 'preact/hooks'
import type { ComponentChildren } from 'preact'
import { TextField } from '../../components/text-field.tsx'
import { messages } from '../../messages.ts'
import type { MediaForm } from '../../models/media-form.ts'
import { recommendedProof } from '../../models/member-proof.ts'

const words = messages.media

export interface MediaFieldsProps {
  form: MediaForm
  /** What is said where a signature of the merchant's backend is demanded. */
  aboutSignatures: ComponentChildren
}

/** The settings of a media, the same for a new one and a known one. */
export function MediaFields({ form, aboutSignatures }: MediaFieldsProps) {
  const { fields } = form
  return (
    <>
      <TextField
        label={words.origins}
        hint={words.originsHint}
        error={form.errors.value.origins}
        value={fields.origins}
        rows={2}
      />
      {form.ownReturnUrl.value && <ReturnUrlGuards form={form} />}
      {form.ownPopup.value && (
        <>
          <MemberProofFields form={form} />
          {form.signaturesDemanded.value && aboutSignatures}
          <TextField
            label={words.accentColor}
            hint={words.accentColorHint}
            error={form.errors.value.accentColor}
            value={fields.accentColor}
          />
        </>
      )}
    </>
  )
}

/** Who may call our RETURN URL, and what a call, or a day, may cost. */
function ReturnUrlGuards({ form: { fields, errors } }: Pick<MediaFieldsProps, 'form'>) {
  const wrong = errors.value
  return (
    <>
      <TextField
        label={words.returnNetworks}
        hint={words.returnNetworksHint}
        error={wrong.returnNetworks}
        value={fields.returnNetworks}
        rows={2}
      />
      <TextField
        label={words.capPerCall}
        hint={words.capPerCallHint}
        error={wrong.capPerCall}
        value={fields.capPerCall}
        inputMode="numeric"
      />
      <TextField
        label={words.capPerDay}
        hint={words.capPerDayHint}
        error={wrong.capPerDay}
        value={fields.capPerDay}
        inputMode="numeric"
      />
    </>
  )
}

/** What our own popup asks of a member; nothing here reaches PointPay's. */
function MemberProofFields({ form }: Pick<MediaFieldsProps, 'form'>) {
  const group = useId()
  const recommended = recommendedProof(form.kind.value)
  return (
    <>
      <fieldset class="choices">
        <legend>{words.memberProofLabel}</legend>
        <p class="field__hint">{words.memberProofHint}</p>
        {form.proofs.value.map((proof) => (
          <label key={proof} class="choice">
            <input
              type="radio"
              name={group}
              checked={form.memberProof.value === proof}
              onChange={() => form.chooseProof(proof)}
            />
            <span>
              {words.memberProof[proof]}{' '}
              {proof === recommended && <span class="tag">{words.recommended}</span>}
            </span>
            <span class="choice__means">{words.memberProofMeans[proof]}</span>
          </label>
        ))}
      </fieldset>
      <label class="choice">
        <input
          type="checkbox"
          checked={form.fields.unverifiedAllowed.value}
          onChange={(event) => (form.fields.unverifiedAllowed.value = event.currentTarget.checked)}
        />
        <span>{words.unverifiedAllowed}</span>
        <span class="choice__means">{words.unverifiedMeans}</span>
      </label>
    </>
  )
}

import type { ReviewItem } from '@pointpay/contracts'
import { useModel } from '@preact/signals'
import { useId } from 'preact/hooks'
import { useApp } from '../../app-context.ts'
import { Field } from '../../components/field.tsx'
import { SentForm } from '../../components/sent-form.tsx'
import { messages } from '../../messages.ts'
import { DecideModel } from '../../models/decide.ts'

const words = messages.review

/** The decisions that are possible, each with what it means, and why this one. */
export function DecisionForm({ item, settled }: { item: ReviewItem; settled(): void }) {
  const app = useApp()
  const model = useModel(() => new DecideModel(app, item, settled))
  const group = useId()
  const errors = model.errors.value
  const means = item.kind.startsWith('cancel-') ? words.meansOfCancel : words.means
  return (
    <SentForm model={model} words={words} class="form">
      <fieldset class="choices">
        <legend>{words.decide}</legend>
        {item.decisions.map((decision) => (
          <label key={decision} class="choice">
            <input
              type="radio"
              name={group}
              value={decision}
              aria-invalid={errors.decision ? 'true' : undefined}
              checked={model.decision.value === decision}
              onChange={() => (model.decision.value = decision)}
            />
            <span>{words.decision[decision]}</span>
            <span class="choice__means">{means[decision]}</span>
          </label>
        ))}
        {errors.decision && <p class="field__error">{errors.decision}</p>}
      </fieldset>
      <Field label={words.note} hint={words.noteHint} error={errors.note}>
        {(control) => (
          <textarea
            {...control}
            rows={2}
            maxLength={500}
            value={model.note.value}
            onInput={(event) => (model.note.value = event.currentTarget.value)}
          />
        )}
      </Field>
    </SentForm>
  )
}

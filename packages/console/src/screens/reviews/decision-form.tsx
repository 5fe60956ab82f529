import type { ReviewItem } from '@pointpay/contracts'
import { useModel } from '@preact/signals'
import { useId, useRef } from 'preact/hooks'
import { useApp } from '../../app-context.ts'
import { Failure } from '../../components/failure.tsx'
import { Field } from '../../components/field.tsx'
import { focusFirstWrong } from '../../components/focus-first-wrong.ts'
import { messages } from '../../messages.ts'
import { DecideModel } from '../../models/decide.ts'

const words = messages.review

/** The decisions that are possible, each with what it means, and why this one. */
export function DecisionForm({ item, settled }: { item: ReviewItem; settled(): void }) {
  const app = useApp()
  const model = useModel(() => new DecideModel(app, item, settled))
  const form = useRef<HTMLFormElement>(null)
  const group = useId()
  const state = model.state.value
  const errors = model.errors.value
  const means = item.kind.startsWith('cancel-') ? words.meansOfCancel : words.means
  return (
    <form
      ref={form}
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void model.submit()
        if (Object.keys(model.errors.peek()).length > 0) focusFirstWrong(form.current)
      }}
    >
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
      {state.status === 'failed' && <Failure failure={state.failure} />}
      <div class="buttons">
        <button class="button button--primary" aria-disabled={state.status === 'sending'}>
          {state.status === 'sending' ? words.submitting : words.submit}
        </button>
      </div>
    </form>
  )
}

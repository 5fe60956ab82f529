import type { ReviewItem } from '@pointpay/contracts'
import { useModel } from '@preact/signals'
import { useId } from 'preact/hooks'
import type { ApiFailure } from '../../api/failure.ts'
import { useApp } from '../../app-context.ts'
import { failureText } from '../../components/failure-text.ts'
import { Field } from '../../components/field.tsx'
import { Notice } from '../../components/notice.tsx'
import { SentForm } from '../../components/sent-form.tsx'
import { formatCount } from '../../format/krw.ts'
import { messages } from '../../messages.ts'
import { type DecideEvents, DecideModel, decisionsOf } from '../../models/decide.ts'

const words = messages.review

export interface DecisionFormProps extends DecideEvents {
  /** One, or several of one kind. */
  items: readonly [ReviewItem, ...ReviewItem[]]
}

/** The decisions that are possible, each with what it means, and why this one. */
export function DecisionForm({ items, ...events }: DecisionFormProps) {
  const app = useApp()
  const model = useModel(() => new DecideModel(app, items, events))
  const group = useId()
  const errors = model.errors.value
  const means = items[0].kind.startsWith('cancel-') ? words.meansOfCancel : words.means
  if (model.left.value.length === 0) return <Refused refused={model.refused.value} />
  return (
    <SentForm model={model} words={words} class="form">
      <fieldset class="choices">
        <legend>{words.decide}</legend>
        {decisionsOf(items).map((decision) => (
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

/** What was left out of a decision on several, and why. */
function Refused({ refused }: { refused: readonly { item: ReviewItem; failure: ApiFailure }[] }) {
  if (refused.length === 0) return null
  return (
    <Notice tone="attention" role="alert" title={words.refusedTogether(formatCount(refused.length))}>
      <ul>
        {refused.map(({ item, failure }) => (
          <li key={item.id}>
            <span class="code">{item.transactionNumber}</span> {failureText(failure)}
          </li>
        ))}
      </ul>
    </Notice>
  )
}

import { useModel } from '@preact/signals'
import { useApp } from '../app-context.ts'
import { messages } from '../messages.ts'
import { MediaNamesModel } from '../models/media-names.ts'
import { Field } from './field.tsx'

export interface MediaSelectProps {
  label: string
  /** The choice of no particular media. */
  any: string
  name: string
  value: string
  onInput(event: { currentTarget: { value: string } }): void
}

/** A choice among the account's media; until they are read, or with only one, there is nothing to choose. */
export function MediaSelect({ label, any, ...control }: MediaSelectProps) {
  const app = useApp()
  const media = useModel(() => new MediaNamesModel(app)).media.value
  const known = media.some((each) => each.code === control.value)
  if (media.length < 2 && !control.value) return null
  return (
    <Field label={label}>
      {(field) => (
        <select {...field} {...control}>
          <option value="">{any}</option>
          {control.value && !known && <option value={control.value}>{control.value}</option>}
          {media.map((each) => (
            <option key={each.code} value={each.code}>
              {each.mode === 'test' ? messages.testName(each.name) : each.name}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

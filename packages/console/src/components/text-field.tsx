import type { Signal } from '@preact/signals'
import { Field } from './field.tsx'

export interface TextFieldProps {
  label: string
  hint?: string | undefined
  error?: string | undefined
  value: Signal<string>
  type?: 'text' | 'password' | 'url'
  inputMode?: 'numeric' | 'url'
  /** Several lines. */
  rows?: number
  autocomplete?: string
  readOnly?: boolean
}

/** A line, or some lines, of text held in a signal. What is typed is code or a name: no capital letters, no spelling. */
export function TextField({ label, hint, error, value, rows, type = 'text', ...more }: TextFieldProps) {
  const shared = {
    value: value.value,
    onInput: (event: { currentTarget: { value: string } }) => {
      value.value = event.currentTarget.value
    },
    autocapitalize: 'none' as const,
    spellcheck: false,
    ...more,
  }
  return (
    <Field label={label} {...(hint ? { hint } : {})} error={error}>
      {(control) =>
        rows ? (
          <textarea {...control} {...shared} rows={rows} />
        ) : (
          <input {...control} {...shared} {...({ type } as { type: 'text' })} />
        )
      }
    </Field>
  )
}

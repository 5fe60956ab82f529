import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'

export interface ControlProps {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': 'true' | undefined
}

export interface FieldProps {
  label: string
  hint?: string
  error?: string | undefined
  /** Draws the control, tied to the label, the hint and the error by the given attributes. */
  children: (control: ControlProps) => ComponentChildren
}

export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId()
  const hintId = `${id}-hint`
  const errorId = `${id}-error`
  const describedBy = [hint && hintId, error && errorId].filter(Boolean).join(' ')
  return (
    <div class={error ? 'field field--wrong' : 'field'}>
      <label for={id}>{label}</label>
      {children({
        id,
        'aria-describedby': describedBy || undefined,
        'aria-invalid': error ? 'true' : undefined,
      })}
      {hint && (
        <p id={hintId} class="field__hint">
          {hint}
        </p>
      )}
      {error && (
        <p id={errorId} class="field__error">
          {error}
        </p>
      )}
    </div>
  )
}

import { useEffect, useRef } from 'preact/hooks'
import type { ComponentChildren } from 'preact'

interface FieldProps {
  id: string
  label: string
  value: string
  hint?: string | undefined
  /** What is wrong with the entry. */
  error?: string | undefined
  /** Takes the focus whenever this changes to something that is true. */
  focusOn?: unknown
  inputMode?: 'text' | 'numeric' | 'tel'
  autocomplete?: string
  placeholder?: string
  maxLength?: number
  suffix?: ComponentChildren
  onInput(input: HTMLInputElement, event: InputEvent): void
}

/** A labelled entry with its hint and error tied to it. */
export function Field({ id, label, hint, error, focusOn, suffix, onInput, ...input }: FieldProps) {
  const ref = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (focusOn) ref.current?.focus()
  }, [focusOn])
  const described = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ')
  return (
    <div class={`field ${error ? 'wrong' : ''}`}>
      <label for={id}>{label}</label>
      <div class="entry">
        <input
          ref={ref}
          id={id}
          type="text"
          spellcheck={false}
          aria-invalid={error ? true : undefined}
          aria-describedby={described || undefined}
          {...input}
          onInput={(event) => onInput(event.currentTarget, event)}
        />
        {suffix}
      </div>
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <p class="error" id={`${id}-error`} role="alert">
        {error}
      </p>
    </div>
  )
}

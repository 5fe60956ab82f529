import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import { useApp } from '../app-context.ts'
import { messages } from '../messages.ts'

export interface CopyFieldProps {
  label: string
  hint: string
  text: string
}

/** Something to be taken elsewhere, letter for letter. */
export function CopyField({ label, hint, text }: CopyFieldProps) {
  const { copyText } = useApp()
  const told = useSignal('')
  const id = useId()
  async function copy() {
    told.value = await copyText(text).then(
      () => messages.copied,
      () => messages.copyFailed,
    )
  }
  return (
    <div class="copy">
      <div class="copy__head">
        <h3 id={id}>{label}</h3>
        <button type="button" class="button" aria-label={messages.copyOf(label)} onClick={() => void copy()}>
          {messages.copy}
        </button>
      </div>
      <pre class="copy__text" tabIndex={0} aria-labelledby={id}>
        {text}
      </pre>
      <p class="field__hint">{hint}</p>
      <p role="status" class="field__hint">
        {told.value}
      </p>
    </div>
  )
}

import type { ReadonlySignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useRef } from 'preact/hooks'
import { useApp } from '../app-context.ts'
import type { SendState } from '../models/sending.ts'
import { Failure } from './failure.tsx'
import { focusFirstWrong } from './focus-first-wrong.ts'

export interface SentFormProps {
  model: {
    state: ReadonlySignal<SendState>
    /** By field. */
    errors: ReadonlySignal<object>
    submit(): Promise<void>
  }
  /** The button's words, and those while its call is under way. */
  words: { submit: string; submitting: string }
  class?: string
  children: ComponentChildren
}

/** Fields, what came of sending them, and the button that does: it leads to the first field that must be mended. */
export function SentForm({ model, words, class: className, children }: SentFormProps) {
  const app = useApp()
  const form = useRef<HTMLFormElement>(null)
  const state = model.state.value

  /** What is wrong may be known at once, or only when the server has said so. */
  async function submit() {
    await model.submit()
    if (Object.keys(model.errors.peek()).length > 0) focusFirstWrong(form.current)
  }

  return (
    <form
      ref={form}
      class={className}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      {children}
      {state.status === 'failed' && <Failure failure={state.failure} clock={app} />}
      <div class="buttons">
        <button class="button button--primary" aria-disabled={state.status === 'sending'}>
          {state.status === 'sending' ? words.submitting : words.submit}
        </button>
      </div>
    </form>
  )
}

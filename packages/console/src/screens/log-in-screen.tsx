import type { Me } from '@pointpay/contracts'
import { useModel } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { Api } from '../api/client.ts'
import { Failure } from '../components/failure.tsx'
import { Field } from '../components/field.tsx'
import type { Clock } from '../components/retry-countdown.tsx'
import { Notice } from '../components/notice.tsx'
import { messages } from '../messages.ts'
import { LogInModel } from '../models/log-in.ts'

const words = messages.login

export interface LogInScreenProps {
  api: Api
  clock: Clock
  /** Somebody was logged in a moment ago. */
  expired: boolean
  loggedIn(me: Me): void
}

export function LogInScreen({ api, clock, expired, loggedIn }: LogInScreenProps) {
  const model = useModel(() => new LogInModel(api, loggedIn))
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    document.title = `${words.title} – ${messages.product}`
  }, [])
  const state = model.state.value
  const isCode = model.step.value === 'code'
  useEffect(() => form.current?.querySelector('input')?.focus(), [isCode])
  return (
    <main class="log-in" id="content">
      <h1>{messages.product}</h1>
      {expired && (
        <Notice tone="attention" role="status">
          {words.expired}
        </Notice>
      )}
      <form
        ref={form}
        onSubmit={(event) => {
          event.preventDefault()
          void model.submit()
        }}
      >
        {isCode ? <CodeField model={model} /> : <PasswordFields model={model} />}
        {state.status === 'failed' && <Failure failure={state.failure} clock={clock} />}
        <button class="button button--primary" aria-disabled={state.status === 'sending'}>
          {state.status === 'sending' ? words.submitting : words.submit}
        </button>
        {isCode && (
          <button type="button" class="button button--quiet" onClick={model.back}>
            {words.back}
          </button>
        )}
      </form>
      <p class="log-in__help">{isCode ? words.codeHelp : words.help}</p>
    </main>
  )
}

type LogIn = InstanceType<typeof LogInModel>

function PasswordFields({ model }: { model: LogIn }) {
  return (
    <>
      <Field label={words.login}>
        {(control) => (
          <input
            {...control}
            name="login"
            autocomplete="username"
            autocapitalize="none"
            spellcheck={false}
            required
            maxLength={60}
            value={model.login.value}
            onInput={(event) => (model.login.value = event.currentTarget.value)}
          />
        )}
      </Field>
      <Field label={words.password}>
        {(control) => (
          <input
            {...control}
            name="password"
            type="password"
            autocomplete="current-password"
            required
            maxLength={200}
            value={model.password.value}
            onInput={(event) => (model.password.value = event.currentTarget.value)}
          />
        )}
      </Field>
    </>
  )
}

function CodeField({ model }: { model: LogIn }) {
  return (
    <Field label={messages.secondFactor.code} hint={messages.secondFactor.codeHint}>
      {(control) => (
        <input
          {...control}
          name="code"
          inputMode="numeric"
          autocomplete="one-time-code"
          required
          pattern="\s*(\d\s*){6}"
          value={model.code.value}
          onInput={(event) => (model.code.value = event.currentTarget.value)}
        />
      )}
    </Field>
  )
}

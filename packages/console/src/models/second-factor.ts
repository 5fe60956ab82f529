import type { Me, SecondFactorOffer } from '@pointpay/contracts'
import { createModel, signal } from '@preact/signals'
import type { AppContext } from '../app-context.ts'
import { messages } from '../messages.ts'
import { sending } from './sending.ts'

const words = messages.secondFactor

/** Apps show a code in two halves, and people type it so. */
export const codeOf = (typed: string): string => typed.replaceAll(/\s/g, '')

const isCode = (code: string) => /^\d{6}$/.test(code)

/** Switching one's own second factor on: the password, then a code of the app that took the key. */
export const StartSecondFactorModel = createModel(({ api }: AppContext, done: (me: Me) => void) => {
  const yourPassword = signal('')
  const code = signal('')
  const offer = signal<SecondFactorOffer | null>(null)
  const errors = signal<{ yourPassword?: string; code?: string }>({})
  const { state, run, takeFieldError } = sending()

  async function askForKey() {
    errors.value = yourPassword.peek() ? {} : { yourPassword: words.passwordMissing }
    if (!yourPassword.peek()) return
    const result = await run(() => api.offerSecondFactor({ yourPassword: yourPassword.peek() }))
    yourPassword.value = ''
    if (result) offer.value = result.value
  }

  async function confirm() {
    const typed = codeOf(code.peek())
    errors.value = isCode(typed) ? {} : { code: words.codeMissing }
    if (!isCode(typed)) return
    const result = await run(() => api.confirmSecondFactor({ code: typed }))
    code.value = ''
    if (result) done(result.value)
  }

  return {
    yourPassword,
    code,
    offer,
    errors,
    state,
    async submit() {
      await (offer.peek() ? confirm() : askForKey())
      errors.value = { ...errors.peek(), ...takeFieldError(['yourPassword', 'code']) }
    },
  }
})

/** Switching it off again. */
export const EndSecondFactorModel = createModel(({ api }: AppContext, done: (me: Me) => void) => {
  const yourPassword = signal('')
  const errors = signal<{ yourPassword?: string }>({})
  const { state, run, takeFieldError } = sending()
  return {
    yourPassword,
    errors,
    state,
    async submit() {
      errors.value = yourPassword.peek() ? {} : { yourPassword: words.passwordMissing }
      if (!yourPassword.peek()) return
      const result = await run(() => api.endSecondFactor({ yourPassword: yourPassword.peek() }))
      yourPassword.value = ''
      if (result) return done(result.value)
      errors.value = takeFieldError(['yourPassword'])
    },
  }
})

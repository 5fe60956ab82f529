import type { Me } from '@pointpay/contracts'
import { createModel, signal } from '@preact/signals'
import type { Api } from '../api/client.ts'
import type { ApiFailure } from '../api/failure.ts'
import { codeOf } from './second-factor.ts'
import { sending } from './sending.ts'

/** Login and password first; then, where the account has a second factor, its code. */
export const LogInModel = createModel((api: Api, loggedIn: (me: Me) => void) => {
  const login = signal('')
  const password = signal('')
  const code = signal('')
  const step = signal<'password' | 'code'>('password')
  const { state, run, reset } = sending()

  function startOver() {
    step.value = 'password'
    password.value = ''
    code.value = ''
  }

  function goOnAfter(failure: ApiFailure) {
    code.value = ''
    if (failure.kind === 'refused' && failure.code === 'code_needed') {
      step.value = 'code'
      reset()
    } else if (step.peek() === 'password' || isOfPassword(failure)) startOver()
  }

  return {
    login,
    password,
    code,
    step,
    state,
    async submit() {
      const isCode = step.peek() === 'code'
      const given = { login: login.peek().trim(), password: password.peek() }
      const result = await run(() => api.logIn(isCode ? { ...given, code: codeOf(code.peek()) } : given))
      if (result) return loggedIn(result.value)
      const failed = state.peek()
      if (failed.status === 'failed') goOnAfter(failed.failure)
    },
    /** As somebody else. */
    back() {
      reset()
      startOver()
    },
  }
})

/** The password was changed while the code was being typed. */
function isOfPassword(failure: ApiFailure): boolean {
  return failure.kind === 'refused' && failure.code === 'credentials_wrong' && failure.field !== 'code'
}

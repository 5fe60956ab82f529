import type { Me } from '@pointpay/contracts'
import { createModel, signal } from '@preact/signals'
import type { Api } from '../api/client.ts'
import { sending } from './sending.ts'

export const LogInModel = createModel((api: Api, loggedIn: (me: Me) => void) => {
  const login = signal('')
  const password = signal('')
  const { state, run } = sending()
  return {
    login,
    password,
    state,
    async submit() {
      const result = await run(() => api.logIn({ login: login.peek().trim(), password: password.peek() }))
      password.value = ''
      if (result) loggedIn(result.value)
    },
  }
})

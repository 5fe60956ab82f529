import { loginSchema } from '@pointpay/contracts'
import { http, HttpResponse } from 'msw'
import { api, bodyOf, forPeople, refuse } from './answers.ts'
import type { Backend } from './backend.ts'

export const sessionHandlers = (backend: Backend) => [
  http.post(api('/login'), async ({ request }) => {
    const { login, password } = await bodyOf(request, loginSchema)
    const account = backend.data.accounts.find((each) => each.login === login && !each.disabled)
    if (!account || account.password !== password)
      return refuse('credentials_wrong', '아이디나 비밀번호가 맞지 않습니다. 다시 확인하고 입력해 주세요.')
    backend.me = {
      login: account.login,
      name: account.name,
      role: account.role,
      mediaCodes: account.mediaCodes,
    }
    return HttpResponse.json(backend.me)
  }),
  http.post(api('/logout'), () => {
    backend.me = null
    return new HttpResponse(null, { status: 204 })
  }),
  http.get(
    api('/me'),
    forPeople(backend, 'all', () => HttpResponse.json(backend.me)),
  ),
  http.get(api('/service'), () => HttpResponse.json(backend.service)),
]

import { codeBodySchema, loginSchema, type Me, ownPasswordSchema } from '@pointpay/contracts'
import { http, HttpResponse } from 'msw'
import { api, bodyOf, forPeople, refuse } from './answers.ts'
import type { Backend } from './backend.ts'

export const sessionHandlers = (backend: Backend) => [
  http.post(api('/login'), async ({ request }) => {
    const { login, password, code } = await bodyOf(request, loginSchema)
    const account = backend.data.accounts.find((each) => each.login === login && !each.disabled)
    if (!account || account.password !== password)
      return refuse('credentials_wrong', '아이디나 비밀번호가 맞지 않습니다. 다시 확인하고 입력해 주세요.')
    if (account.secondFactor && code === undefined)
      return refuse('code_needed', '이 계정은 인증 앱의 코드도 있어야 합니다.', { field: 'code' })
    if (account.secondFactor && code !== CODE)
      return refuse('credentials_wrong', '인증 코드가 맞지 않습니다.', { field: 'code' })
    backend.me = meOf(account)
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
  http.post(
    api('/me/second-factor'),
    forPeople(backend, 'all', async ({ request }) => {
      const { yourPassword } = await bodyOf(request, ownPasswordSchema)
      if (yourPassword !== mine(backend)?.password) return wrongPassword()
      return HttpResponse.json({
        key: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
        uri: `otpauth://totp/PointPay:${backend.me?.login}?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=PointPay`,
      })
    }),
  ),
  http.put(
    api('/me/second-factor'),
    forPeople(backend, 'all', async ({ request }) => {
      const { code } = await bodyOf(request, codeBodySchema)
      if (code !== CODE) return refuse('invalid_request', '인증 코드가 맞지 않습니다.', { field: 'code' })
      return HttpResponse.json(withSecondFactor(backend, true))
    }),
  ),
  http.post(
    api('/me/second-factor/end'),
    forPeople(backend, 'all', async ({ request }) => {
      const { yourPassword } = await bodyOf(request, ownPasswordSchema)
      if (yourPassword !== mine(backend)?.password) return wrongPassword()
      return HttpResponse.json(withSecondFactor(backend, false))
    }),
  ),
  http.get(api('/service'), () => HttpResponse.json(backend.service)),
]

/** The only code that the pretended authenticator app shows. */
const CODE = '123456'

const mine = ({ data, me }: Backend) => data.accounts.find(({ login }) => login === me?.login)

function withSecondFactor(backend: Backend, secondFactor: boolean): Me | null {
  const account = mine(backend)
  if (!account) return null
  account.secondFactor = secondFactor
  return (backend.me = meOf(account))
}

function meOf({ login, name, role, mediaCodes, secondFactor }: Me): Me {
  return { login, name, role, mediaCodes, secondFactor }
}

const wrongPassword = () =>
  refuse('credentials_wrong', '지금 로그인한 계정의 비밀번호가 맞지 않습니다. 바뀐 것은 없습니다.', {
    field: 'yourPassword',
  })

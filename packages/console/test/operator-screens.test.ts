// @vitest-environment jsdom
import { screen, within } from '@testing-library/preact'
import { http, HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import { aConversion, aMedia } from '../src/dev/builders.ts'
import { meetTheWire, openConsole, server } from './console.ts'

meetTheWire()

test('the list of media says how each stands', async () => {
  await openConsole('/console/media', {
    data: { media: [aMedia(), aMedia({ code: 'lost', name: '끊긴몰', consent: 'withdrawn' })] },
  })
  const row = within(await screen.findByRole('row', { name: /끊긴몰/ }))
  expect(row.getByText('다시 동의 필요')).toBeTruthy()
})

test('a new media is refused field by field, then added, and shows the address for the owner', async () => {
  const { user } = await openConsole('/console/media')
  await user.click(await screen.findByRole('link', { name: '매체 추가' }))
  await user.click(await screen.findByRole('button', { name: '추가' }))
  expect(screen.getByText(/매체 코드는 영문/)).toBeTruthy()
  expect(screen.getByText(/Client Secret을 적어 주세요/)).toBeTruthy()
  await user.type(screen.getByLabelText('매체 코드'), 'newmall')
  await user.type(screen.getByLabelText('매체 이름'), '새몰')
  await user.type(screen.getByLabelText('Cafe24 쇼핑몰 ID'), 'newmall')
  await user.type(screen.getByLabelText('Client ID'), 'id')
  await user.type(screen.getByLabelText('Client Secret'), 'secret')
  await user.clear(screen.getByLabelText('한 번에 적립할 한도(원)'))
  await user.type(screen.getByLabelText('한 번에 적립할 한도(원)'), '1,000,000')
  await user.click(screen.getByRole('button', { name: '추가' }))
  expect(await screen.findByText(/아래 설치 주소를 쇼핑몰 주인에게/)).toBeTruthy()
  expect(await screen.findByRole('heading', { name: '새몰' })).toBeTruthy()
  expect(screen.getByText(/solution\/install\/newmall/)).toBeTruthy()
  expect(screen.getByText('1,000,000원')).toBeTruthy()
})

test('addresses are copied letter for letter', async () => {
  const { user, copied } = await openConsole('/console/media/demomall', { data: { media: [aMedia()] } })
  await user.click(await screen.findByRole('button', { name: '설치 주소 복사' }))
  expect(copied).toEqual(['https://pointpay.example/solution/install/demomall'])
  expect(await screen.findByText('복사했습니다.')).toBeTruthy()
})

test('settings are changed in a dialog, and what is wrong is said at its field', async () => {
  const { user } = await openConsole('/console/media/demomall', { data: { media: [aMedia()] } })
  await user.click(await screen.findByRole('button', { name: '고치기' }))
  const dialog = within(await screen.findByRole('dialog'))
  const color = dialog.getByLabelText('팝업 색')
  await user.type(color, 'red')
  await user.click(dialog.getByRole('button', { name: '저장' }))
  expect(dialog.getByText(/소문자 16진수 여섯 자리/)).toBeTruthy()
  await user.clear(color)
  await user.type(color, '#1f4b99')
  await user.click(dialog.getByRole('button', { name: '저장' }))
  expect(await screen.findByText('저장했습니다.')).toBeTruthy()
  expect(screen.getByText('#1f4b99')).toBeTruthy()
})

test('the app of a mall is changed in a dialog that says when the owner must consent again, and forgets the secret', async () => {
  const sent: unknown[] = []
  const { user } = await openConsole('/console/media/demomall', {
    data: { media: [aMedia()] },
    fetch: async (address, init) => {
      const request = new Request(address, init)
      if (request.url.endsWith('/media/demomall/app')) sent.push(request.method, await request.clone().json())
      return fetch(request)
    },
  })
  await user.click(await screen.findByRole('button', { name: '앱 바꾸기' }))
  let dialog = within(await screen.findByRole('dialog'))
  expect(dialog.getByText(/다른 앱으로 바꾸면 쇼핑몰 주인이 설치 주소에서 다시 동의해야 합니다/)).toBeTruthy()
  await user.type(dialog.getByLabelText('Client ID'), ' another-app ')
  await user.click(dialog.getByRole('button', { name: '저장' }))
  expect(dialog.getByText(/Client Secret을 적어 주세요/)).toBeTruthy()
  expect(sent).toEqual([])
  await user.type(dialog.getByLabelText('Client Secret'), 'another-secret')
  await user.click(dialog.getByRole('button', { name: '저장' }))
  expect(await screen.findByText(/앱을 바꿨습니다.*설치 주소/)).toBeTruthy()
  expect(sent).toEqual(['PUT', { clientId: 'another-app', clientSecret: 'another-secret' }])
  await user.click(screen.getByRole('button', { name: '앱 바꾸기' }))
  dialog = within(await screen.findByRole('dialog'))
  expect(dialog.getByLabelText<HTMLInputElement>('Client Secret').value).toBe('')
})

test('a merchant that credits by itself has no app to change', async () => {
  await openConsole('/console/media/demomall', {
    data: { media: [aMedia({ kind: 'own-backend', mallId: null, installUrl: null })] },
  })
  await screen.findByRole('heading', { name: '데모몰' })
  expect(screen.queryByRole('button', { name: '앱 바꾸기' })).toBeNull()
})

test('the widget is put into the mall and taken out; where Cafe24 refuses, nothing is said to be done', async () => {
  const { user } = await openConsole('/console/media/demomall', {
    data: { media: [aMedia({ scriptTag: 'outdated' })] },
  })
  await user.click(await screen.findByRole('button', { name: '새 것으로 바꾸기' }))
  expect(await screen.findByText('쇼핑몰에 넣었습니다.')).toBeTruthy()
  server.use(
    http.delete('*/console/api/media/demomall/script-tag', () =>
      HttpResponse.json(
        { error: { code: 'cafe24_unavailable', message: 'Cafe24가 답하지 않습니다.' } },
        { status: 502 },
      ),
    ),
  )
  await user.click(screen.getByRole('button', { name: '쇼핑몰에서 빼기' }))
  expect(await screen.findByText('Cafe24가 답하지 않습니다.')).toBeTruthy()
  expect(screen.queryByText('쇼핑몰에서 뺐습니다.')).toBeNull()
})

test('a manager sees its media without what only an operator may do', async () => {
  await openConsole('/console/media/demomall', { as: 'manager', data: { media: [aMedia()] } })
  expect(await screen.findByRole('heading', { name: '데모몰' })).toBeTruthy()
  expect(screen.queryByRole('button', { name: '고치기' })).toBeNull()
  expect(screen.queryByRole('button', { name: '새 주소로 바꾸기' })).toBeNull()
  expect(screen.queryByRole('button', { name: '앱 바꾸기' })).toBeNull()
  expect(screen.queryByText('RETURN URL')).toBeNull()
  expect(screen.getByRole('heading', { name: '회원 확인' })).toBeTruthy()
  expect(screen.queryByRole('button', { name: '증명 키 발급' })).toBeNull()
})

test('settlement adds up what was credited and taken back, in figures, a drawing and a file', async () => {
  await openConsole('/console/settlement?from=2026-11-20&to=2026-11-24', {
    data: {
      conversions: [aConversion({ amount: 10_000 }), aConversion({ amount: 3_000, state: 'cancelled' })],
    },
  })
  const drawing = await screen.findByRole('img', { name: /적립 합계/ })
  expect(drawing.getAttribute('aria-label')).toContain('적립 합계 13,000원, 취소 합계 3,000원')
  expect(within(screen.getByText('정산 대상').parentElement!).getByText('10,000원')).toBeTruthy()
  expect(screen.getByRole<HTMLAnchorElement>('link', { name: 'CSV 내려받기' }).href).toContain(
    '/console/api/settlement.csv?from=2026-11-20&to=2026-11-24',
  )
})

test('a span beyond 92 days is told before anything is asked', async () => {
  await openConsole('/console/settlement?from=2026-01-01&to=2026-11-24')
  expect(await screen.findByText(/한 번에 92일까지/)).toBeTruthy()
  expect(screen.queryByRole('link', { name: 'CSV 내려받기' })).toBeNull()
})

test('an account is added, changed and stopped; nobody can stop themselves', async () => {
  const { backend, user } = await openConsole('/console/accounts', { data: { media: [aMedia()] } })
  await user.click(await screen.findByRole('button', { name: '계정 추가' }))
  let dialog = within(await screen.findByRole('dialog'))
  await user.click(dialog.getByRole('button', { name: '저장' }))
  expect(dialog.getByText('맡을 매체를 하나 이상 골라 주세요.')).toBeTruthy()
  await user.type(dialog.getByLabelText('아이디'), 'lee')
  await user.type(dialog.getByLabelText('이름'), '이담당')
  await user.click(dialog.getByRole('checkbox', { name: /데모몰/ }))
  await user.type(dialog.getByLabelText('비밀번호'), 'long enough')
  await user.click(dialog.getByRole('button', { name: '저장' }))
  expect(await screen.findByText('계정 lee을(를) 추가했습니다.')).toBeTruthy()
  await user.click(await screen.findByRole('button', { name: 'lee 고치기' }))
  dialog = within(await screen.findByRole('dialog'))
  await user.click(dialog.getByRole('checkbox', { name: /로그인을 막습니다/ }))
  await user.click(dialog.getByRole('button', { name: '저장' }))
  expect(await screen.findByText('중지됨')).toBeTruthy()
  expect(backend.data.accounts.find(({ login }) => login === 'lee')).toMatchObject({ disabled: true })
  await user.click(screen.getByRole('button', { name: 'operator 고치기' }))
  dialog = within(await screen.findByRole('dialog'))
  expect(dialog.getByRole<HTMLInputElement>('checkbox', { name: /로그인을 막습니다/ }).disabled).toBe(true)
})

test('a password is set only by somebody who knows their own; what is wrong is said at its field', async () => {
  const { backend, user } = await openConsole('/console/accounts')
  await user.click(await screen.findByRole('button', { name: 'manager 고치기' }))
  const dialog = within(await screen.findByRole('dialog'))
  const yours = '지금 로그인한 계정(operator)의 비밀번호'
  expect(dialog.queryByLabelText(yours)).toBeNull()
  await user.type(dialog.getByLabelText('새 비밀번호'), 'another password')
  await user.click(dialog.getByRole('button', { name: '저장' }))
  expect(dialog.getByText('지금 로그인한 계정의 비밀번호를 적어 주세요.')).toBeTruthy()
  await user.type(dialog.getByLabelText(yours), 'not mine')
  await user.click(dialog.getByRole('button', { name: '저장' }))
  expect(await dialog.findByText(/비밀번호가 맞지 않습니다/)).toBeTruthy()
  const field = dialog.getByLabelText<HTMLInputElement>(yours)
  expect([field.getAttribute('aria-invalid'), field.value]).toEqual(['true', ''])
  await expect.poll(() => document.activeElement).toBe(field)
  expect(dialog.queryByRole('alert')).toBeNull()
  await user.type(field, 'operator-password')
  await user.click(dialog.getByRole('button', { name: '저장' }))
  expect(await screen.findByText('계정 manager을(를) 고쳤습니다.')).toBeTruthy()
  expect(backend.data.accounts).toMatchObject([{}, { login: 'manager', password: 'another password' }])
})

test('operators’ screens do not exist for a manager', async () => {
  await openConsole('/console/accounts', { as: 'manager' })
  expect(await screen.findByText('없는 화면입니다')).toBeTruthy()
})

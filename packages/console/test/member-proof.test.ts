// @vitest-environment jsdom
import { screen, within } from '@testing-library/preact'
import axe from 'axe-core'
import { http, HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import { aMedia } from '../src/dev/builders.ts'
import { meetTheWire, openConsole, server, type OpenOptions } from './console.ts'

meetTheWire()

type Over = Parameters<typeof aMedia>[0]
type User = Awaited<ReturnType<typeof openConsole>>['user']

const bodies: unknown[] = []
/** Keeps what changing calls send. */
const listening: typeof fetch = async (where, init) => {
  const request = new Request(where, init)
  if (request.method === 'POST' || request.method === 'PATCH')
    bodies.push(
      await request
        .clone()
        .text()
        .then(JSON.parse)
        .catch(() => null),
    )
  return fetch(request)
}

async function openMedia(media: Over = {}, options: OpenOptions = {}) {
  bodies.length = 0
  const opened = await openConsole('/console/media/demomall', {
    data: { media: [aMedia(media)] },
    fetch: listening,
    ...options,
  })
  const heading = await screen.findByRole('heading', { level: 2, name: '회원 확인' })
  return { ...opened, panel: within(heading.closest('section')!) }
}

async function openSettings(media: Over = {}) {
  const opened = await openMedia(media)
  await opened.user.click(screen.getByRole('button', { name: '고치기' }))
  return { ...opened, dialog: within(await screen.findByRole('dialog', { name: '설정' })) }
}

async function openNewMedia(options: OpenOptions = {}) {
  bodies.length = 0
  const opened = await openConsole('/console/new-media', { fetch: listening, ...options })
  const proofs = within(await screen.findByRole('group', { name: '회원 확인' }))
  return { ...opened, proofs }
}

async function fillIn(user: User, kind: 'cafe24' | 'own-backend') {
  await user.type(screen.getByLabelText('매체 코드'), 'newmall')
  await user.type(screen.getByLabelText('매체 이름'), '새몰')
  if (kind === 'own-backend') {
    await user.click(screen.getByRole('radio', { name: /실물가맹점/ }))
    return user.type(screen.getByLabelText('가맹점의 RETURN URL'), 'https://books.example/return')
  }
  await user.type(screen.getByLabelText('Cafe24 쇼핑몰 ID'), 'newmall')
  await user.type(screen.getByLabelText('Client ID'), 'id')
  await user.type(screen.getByLabelText('Client Secret'), 'secret')
}

const token = /Cafe24가 서명한 회원 토큰/
const signed = /가맹점 서버가 서명한 add_param/
const none = /확인하지 않음/

test.each([
  [{ mode: 'live', popup: 'own', memberProof: 'cafe24-token' }, '증명됨', /Cafe24가 로그인한 회원을 서명/],
  [{ mode: 'live', popup: 'own', memberProof: 'signed-param' }, '증명됨', /증명 키를 아는 사람은/],
  [{ mode: 'live', popup: 'own', memberProof: 'none' }, '회원이 눈으로 확인', /보지 않고 지나치면/],
  [{ mode: 'live', popup: 'pointpay', memberProof: 'cafe24-token' }, '확인 없음', /여기서는 알 수 없습니다/],
  [{ mode: 'test', popup: 'pointpay', memberProof: 'none' }, '회원이 눈으로 확인', /보지 않고 지나치면/],
] as const)('of %o the screen says “%s” and what follows from it', async (media, badge, consequence) => {
  const { panel } = await openMedia(media, { as: 'manager' })
  expect(panel.getByText(badge)).toBeTruthy()
  expect(panel.getByText(consequence)).toBeTruthy()
  expect(panel.queryByRole('button', { name: /증명 키 발급|이전 키/ })).toBeNull()
})

test('a new media with our own popup has caps and the recommended proof from the beginning', async () => {
  const { user, proofs } = await openNewMedia()
  expect(proofs.getByRole<HTMLInputElement>('radio', { name: token }).checked).toBe(true)
  expect(proofs.getByText('추천').closest('label')?.textContent).toMatch(token)
  expect(screen.getByLabelText<HTMLInputElement>('한 번에 적립할 한도(원)').value).toBe('3,000,000')
  expect(screen.getByLabelText<HTMLInputElement>('하루에 적립할 한도(원)').value).toBe('30,000,000')
  await fillIn(user, 'cafe24')
  await user.click(screen.getByRole('button', { name: '추가' }))
  expect(await screen.findByRole('heading', { name: '새몰' })).toBeTruthy()
  expect(bodies).toMatchObject([
    { memberProof: 'cafe24-token', capPerCall: 3_000_000, capPerDay: 30_000_000 },
  ])
})

test.each(['', '0', '-5', '한도 없음', '1e9'])('“%s” is no cap, and its field says so', async (typed) => {
  const { user } = await openNewMedia()
  const field = screen.getByLabelText('하루에 적립할 한도(원)')
  await user.clear(field)
  if (typed) await user.type(field, typed)
  await user.click(screen.getByRole('button', { name: '추가' }))
  expect(field.getAttribute('aria-invalid')).toBe('true')
  expect(screen.getByText(/1 이상의 원 단위 숫자를 적어 주세요. 예: 30,000,000/)).toBeTruthy()
  expect(bodies).toEqual([])
})

test("a merchant's own backend has no Cafe24 to sign for it; its key comes with the media, once", async () => {
  const { user, copied } = await openNewMedia()
  await fillIn(user, 'own-backend')
  const proofs = within(screen.getByRole('group', { name: '회원 확인' }))
  expect(proofs.queryByRole('radio', { name: token })).toBeNull()
  expect(proofs.getByRole<HTMLInputElement>('radio', { name: signed }).checked).toBe(true)
  expect(screen.getByText(/추가하면 증명 키를 한 번 보여 드립니다/)).toBeTruthy()
  expect(screen.queryByLabelText(/한도\(원\)/)).toBeNull()
  await user.click(screen.getByRole('button', { name: '추가' }))
  const dialog = within(await screen.findByRole('dialog', { name: '발급한 증명 키' }))
  await user.click(dialog.getByRole('button', { name: '증명 키 복사' }))
  expect(copied).toEqual([expect.stringMatching(/^pk_newmall_/)])
  await user.click(dialog.getByRole('button', { name: '닫기' }))
  expect(await screen.findByRole('heading', { name: '새몰' })).toBeTruthy()
  expect(document.body.textContent).not.toContain('pk_newmall_')
})

test('another proof than the recommended one can be chosen, and none', async () => {
  const { user, proofs } = await openNewMedia()
  await user.click(proofs.getByRole('radio', { name: none }))
  await fillIn(user, 'cafe24')
  await user.click(screen.getByRole('button', { name: '추가' }))
  expect(await screen.findByRole('heading', { name: '새몰' })).toBeTruthy()
  expect(bodies).toMatchObject([{ memberProof: 'none' }])
})

test.each([
  ['a signed add_param', { role: 'radio', name: signed }],
  ['the unverified popup', { role: 'checkbox', name: /무인증 조회팝업 허용/ }],
] as const)(
  '%s needs a key first: it is issued from the form, and then it can be saved',
  async (_, choice) => {
    const { user, dialog } = await openSettings()
    await user.click(dialog.getByRole(choice.role, { name: choice.name }))
    expect(dialog.getByText('먼저 증명 키를 발급해야 합니다')).toBeTruthy()
    await user.click(dialog.getByRole('button', { name: '저장' }))
    expect((await dialog.findByRole('alert')).textContent).toContain('증명 키를 발급한 적이 없어')

    await user.click(dialog.getByRole('button', { name: '증명 키 발급' }))
    const shown = within(await screen.findByRole('dialog', { name: '발급한 증명 키' }))
    expect(shown.getByText('닫으면 이 키를 다시 볼 수 없습니다')).toBeTruthy()
    await user.click(shown.getByRole('button', { name: '닫기' }))
    expect(dialog.queryByText('먼저 증명 키를 발급해야 합니다')).toBeNull()
    expect(dialog.getByText(/가맹점 서버가 증명 키로 서명해 보내고 있어야/)).toBeTruthy()
    await user.click(dialog.getByRole('button', { name: '저장' }))
    expect(await screen.findByText('저장했습니다.')).toBeTruthy()
    expect(bodies.at(-1)).toEqual(
      choice.role === 'radio' ? { memberProof: 'signed-param' } : { unverifiedAllowed: true },
    )
  },
)

test('where the key cannot be issued, the form says why and stays as it was typed', async () => {
  const { user, dialog } = await openSettings()
  server.use(
    http.post('*/console/api/media/demomall/proof-key', () =>
      HttpResponse.json({ error: { code: 'internal', message: '발급하지 못했습니다.' } }, { status: 500 }),
    ),
  )
  await user.click(dialog.getByRole('radio', { name: signed }))
  await user.click(dialog.getByRole('button', { name: '증명 키 발급' }))
  expect((await dialog.findByRole('alert')).textContent).toContain('발급하지 못했습니다.')
  expect(dialog.getByRole<HTMLInputElement>('radio', { name: signed }).checked).toBe(true)
})

test('only what was changed is sent, so that a colleague’s change of something else stays', async () => {
  const { user, dialog, backend } = await openSettings()
  backend.data.media = [aMedia({ capPerDay: 5_000_000 })]
  await user.type(dialog.getByLabelText('팝업 색'), '#1f4b99')
  await user.click(dialog.getByRole('button', { name: '저장' }))
  expect(await screen.findByText('저장했습니다.')).toBeTruthy()
  expect(bodies).toEqual([{ accentColor: '#1f4b99' }])
  expect(screen.getByText('5,000,000원')).toBeTruthy()
})

test('saved without a change, nothing is sent', async () => {
  const { user, dialog } = await openSettings()
  await user.click(dialog.getByRole('button', { name: '저장' }))
  expect(await screen.findByText('저장했습니다.')).toBeTruthy()
  expect(bodies).toEqual([])
})

test('a key is shown once, in a dialog that Escape does not close, and never again', async () => {
  const { user, panel, copied } = await openMedia()
  expect(panel.getByText('발급한 적 없음')).toBeTruthy()
  await user.click(panel.getByRole('button', { name: '증명 키 발급' }))
  const element = await screen.findByRole('dialog', { name: '발급한 증명 키' })
  element.dispatchEvent(new Event('cancel', { cancelable: true }))
  expect(element.isConnected).toBe(true)
  await user.click(within(element).getByRole('button', { name: '증명 키 복사' }))
  expect(copied).toEqual([expect.stringMatching(/^pk_demomall_/)])
  await user.click(within(element).getByRole('button', { name: '닫기' }))
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(document.body.textContent).not.toContain('pk_demomall_')
  expect(panel.getByText('2026-11-24 09:12:00')).toBeTruthy()
})

test('a key is replaced after a question, the one before is taken until a time that is shown, and can be ended at once', async () => {
  const { user, panel } = await openMedia({
    memberProof: 'signed-param',
    proofKeyIssuedAt: '2026-10-01T00:00:00.000Z',
  })
  await user.click(panel.getByRole('button', { name: '새 증명 키 발급' }))
  const question = within(await screen.findByRole('dialog', { name: '증명 키를 새로 발급할까요?' }))
  expect(question.queryByText(/이전 키는 바로 끝납니다/)).toBeNull()
  await user.click(question.getByRole('button', { name: '발급하기' }))
  const shown = within(await screen.findByRole('dialog', { name: '발급한 증명 키' }))
  await user.click(shown.getByRole('button', { name: '닫기' }))
  expect(panel.getByText('이전 증명 키').nextElementSibling?.textContent).toBe(
    '2026-12-01 09:12:00까지 함께 받음',
  )

  // A second new one would end the key that the merchant may still use.
  await user.click(panel.getByRole('button', { name: '새 증명 키 발급' }))
  const again = within(await screen.findByRole('dialog'))
  expect(again.getByText(/이전 키는 바로 끝납니다/)).toBeTruthy()
  await user.click(again.getByRole('button', { name: '그대로 두기' }))

  await user.click(panel.getByRole('button', { name: '이전 키 바로 끝내기' }))
  const ending = within(await screen.findByRole('dialog', { name: '이전 키를 지금 끝낼까요?' }))
  await user.click(ending.getByRole('button', { name: '끝내기' }))
  expect(await screen.findByText('이전 증명 키를 끝냈습니다.')).toBeTruthy()
  expect(panel.queryByText('이전 증명 키')).toBeNull()
})

test('a media that demands signatures without a key is said to let nobody in', async () => {
  const { panel } = await openMedia({ memberProof: 'signed-param' })
  expect(panel.getByText('증명 키가 없어 아무도 팝업을 열 수 없습니다')).toBeTruthy()
})

test('axe finds nothing in the settings with the notice of the key, nor in the dialog with the key', async () => {
  const { user, dialog } = await openSettings()
  await user.click(dialog.getByRole('radio', { name: signed }))
  await user.click(dialog.getByRole('button', { name: '증명 키 발급' }))
  await screen.findByRole('dialog', { name: '발급한 증명 키' })
  for (const element of screen.getAllByRole('dialog')) {
    const { violations } = await axe.run(element, {
      rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
    })
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
  }
})

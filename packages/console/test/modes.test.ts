// @vitest-environment jsdom
import { screen, within } from '@testing-library/preact'
import { http, HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import { aConversion, aMedia, aReview } from '../src/dev/builders.ts'
import { goLiveWithout } from '../src/dev/media-standing.ts'
import { meetTheWire, openConsole, server } from './console.ts'

meetTheWire()

const live = { pointhub: true, sandbox: false }
const withoutPartners = { pointhub: false, sandbox: false }
const sandbox = { pointhub: true, sandbox: true }
const address = '/console/media/demomall'

test('the sandbox says 시험 환경 on every screen, the log-in included', async () => {
  const { user } = await openConsole('/console/media', { as: null, service: sandbox })
  await screen.findByRole('button', { name: '로그인' })
  const banner = await screen.findByRole('complementary', { name: '시험 환경' })
  expect(banner.textContent).toContain('제휴사는 가상이며, 실제 적립은 없습니다.')
  await user.type(screen.getByLabelText('아이디'), 'operator')
  await user.type(screen.getByLabelText('비밀번호'), 'operator-password')
  await user.click(screen.getByRole('button', { name: '로그인' }))
  for (const name of ['매체', 'KT포인트다모아', '검토 대기', '정산', '계정', '감사 기록']) {
    await user.click(await screen.findByRole('link', { name }))
    await screen.findByRole('heading', { level: 1, name })
    expect(screen.getByRole('complementary', { name: '시험 환경' })).toBeTruthy()
  }
})

test('a live service says nothing of 시험', async () => {
  let asked = false
  await openConsole('/console/conversions', {
    data: { conversions: [aConversion()] },
    service: live,
    fetch: async (input, init) => {
      const answer = await fetch(input, init)
      if (String(input).endsWith('/service')) asked = true
      return answer
    },
  })
  await screen.findByRole('link', { name: aConversion().transactionNumber })
  await expect.poll(() => asked).toBe(true)
  expect(screen.queryByText(/시험/)).toBeNull()
})

test('a service that cannot say what it runs still lets people in, and is asked again at the next screen', async () => {
  const { user } = await openConsole('/console/conversions', { service: sandbox, ...downOnce('/service') })
  expect(await screen.findByRole('heading', { level: 1, name: 'KT포인트다모아' })).toBeTruthy()
  expect(screen.queryByRole('complementary', { name: '시험 환경' })).toBeNull()
  expect(screen.queryByRole('alert')).toBeNull()
  await user.click(screen.getByRole('link', { name: '정산' }))
  expect(await screen.findByRole('complementary', { name: '시험 환경' })).toBeTruthy()
})

test("without partners a new media opens PointPay's popup, and nothing of our own popup is asked", async () => {
  const { user, backend } = await openConsole('/console/new-media', { service: withoutPartners })
  const popup = await screen.findByLabelText<HTMLSelectElement>('팝업')
  expect(choicesOf(popup)).toEqual(['PointPay 팝업'])
  for (const label of ['팝업 색', /무인증 조회팝업 허용/]) expect(screen.queryByLabelText(label)).toBeNull()
  expect(screen.queryByRole('group', { name: '회원 확인' })).toBeNull()
  await fillInNewMedia(user)
  await user.type(screen.getByLabelText('결과를 받는 구분 문자'), '~')
  await user.click(screen.getByRole('button', { name: '추가' }))
  expect(await screen.findByRole('heading', { name: '새몰' })).toBeTruthy()
  expect(backend.data.media).toMatchObject([{ mode: 'live', popup: 'pointpay', nonceSeparator: '~' }])
  expect(screen.getByText(/data-origin="https:\/\/ssl\.pointpay\.im" data-separator="~"/)).toBeTruthy()
})

test('without partners a test media still has the settings of our popup, which it opens while it is tested', async () => {
  const { user, backend } = await openConsole('/console/new-media', { service: withoutPartners })
  await fillInNewMedia(user)
  await user.click(screen.getByRole('radio', { name: /^시험/ }))
  expect(screen.getByText(/시험하는 동안에는 이 서버의 시험 팝업이 열립니다/)).toBeTruthy()
  await user.type(screen.getByLabelText('팝업 색'), '#1f4b99')
  await user.click(screen.getByRole('button', { name: '추가' }))
  expect(await screen.findByText('#1f4b99')).toBeTruthy()
  expect(backend.data.media).toMatchObject([{ mode: 'test', popup: 'pointpay', accentColor: '#1f4b99' }])
})

test('with partners either popup can be chosen, and our own is the first choice', async () => {
  const { user } = await openConsole('/console/new-media', { service: live })
  const popup = await screen.findByLabelText<HTMLSelectElement>('팝업')
  await expect.poll(() => choicesOf(popup)).toEqual(['우리 팝업', 'PointPay 팝업'])
  expect(popup.value).toBe('own')
  expect(screen.getByLabelText('팝업 색')).toBeTruthy()
  expect(screen.queryByLabelText('결과를 받는 구분 문자')).toBeNull()
  await user.selectOptions(popup, 'PointPay 팝업')
  expect(screen.queryByLabelText('팝업 색')).toBeNull()
  expect(screen.getByLabelText('결과를 받는 구분 문자')).toBeTruthy()
})

test("a merchant's own backend is told by PointPay itself, so there is no separator to choose", async () => {
  const { user } = await openConsole('/console/new-media', { service: withoutPartners })
  expect(await screen.findByLabelText('결과를 받는 구분 문자')).toBeTruthy()
  await user.click(screen.getByRole('radio', { name: /실물가맹점/ }))
  expect(screen.queryByLabelText('결과를 받는 구분 문자')).toBeNull()
})

test("a media of PointPay's popup shows no settings of our own, and its separator instead", async () => {
  await openConsole(address, {
    data: { media: [aMedia({ popup: 'pointpay', nonceSeparator: '~', memberProof: 'cafe24-token' })] },
    service: live,
  })
  const settings = within(panelOf(await screen.findByRole('heading', { name: '설정' })))
  expect(settings.getByText('PointPay 팝업')).toBeTruthy()
  expect(settings.getByText('~')).toBeTruthy()
  for (const name of ['팝업 색', '회원 확인', '무인증 조회팝업 허용'])
    expect(settings.queryByText(name)).toBeNull()
})

test("our own popup's settings are hidden for a live media of a service without partners", async () => {
  await openConsole(address, { data: { media: [aMedia()] }, service: withoutPartners })
  const settings = within(panelOf(await screen.findByRole('heading', { name: '설정' })))
  expect(settings.getByText('우리 팝업')).toBeTruthy()
  expect(settings.queryByText('팝업 색')).toBeNull()
})

test('another popup is another button code: it is shown to be pasted again, and what is hidden stays as it was', async () => {
  const { user, copied, backend } = await openConsole(address, {
    data: { media: [aMedia({ accentColor: '#1f4b99', memberProof: 'cafe24-token' })] },
  })
  await user.click(await screen.findByRole('button', { name: '고치기' }))
  const dialog = within(await screen.findByRole('dialog'))
  await user.selectOptions(dialog.getByLabelText('팝업'), 'PointPay 팝업')
  await user.type(dialog.getByLabelText('결과를 받는 구분 문자'), '&')
  await user.click(dialog.getByRole('button', { name: '저장' }))
  expect(dialog.getByText(/가운데 1~3자를 적거나 비워 주세요/)).toBeTruthy()
  await user.clear(dialog.getByLabelText('결과를 받는 구분 문자'))
  await user.click(dialog.getByRole('button', { name: '저장' }))
  expect(await screen.findByText('저장했습니다. 버튼 코드가 바뀌었습니다.')).toBeTruthy()
  await user.click(screen.getByRole('button', { name: '새 버튼 코드 복사' }))
  expect(copied).toEqual([expect.stringContaining('data-origin="https://ssl.pointpay.im"')])
  expect(backend.data.media).toMatchObject([
    { popup: 'pointpay', nonceSeparator: null, accentColor: '#1f4b99', memberProof: 'cafe24-token' },
  ])
})

test('a change that leaves the button code as it was does not ask to paste it again', async () => {
  const { user } = await openConsole(address, { data: { media: [aMedia()] } })
  await user.click(await screen.findByRole('button', { name: '고치기' }))
  const dialog = within(await screen.findByRole('dialog'))
  await user.type(dialog.getByLabelText('팝업 색'), '#1f4b99')
  await user.click(dialog.getByRole('button', { name: '저장' }))
  expect(await screen.findByText('저장했습니다.')).toBeTruthy()
  expect(screen.queryByRole('button', { name: '새 버튼 코드 복사' })).toBeNull()
})

test('the checklist says what is done and, for all that is not, what to do', async () => {
  await openConsole(address, {
    data: {
      media: [
        aMedia({ popup: 'pointpay', goLive: goLiveWithout('consent', 'member', 'origins', 'return-url') }),
      ],
    },
  })
  const card = within(panelOf(await screen.findByRole('heading', { name: '실제 운영 준비' })))
  expect(card.getByText('4가지 남음')).toBeTruthy()
  expect(card.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
    '쇼핑몰 주인의 동의 남음설치 주소를 쇼핑몰 주인에게 보내 Cafe24에서 동의를 받아 주세요.',
    '포인트 제휴사와 본인확인 마침',
    '회원 확인 남음매체 설정에서 회원 확인을 골라 주세요. 확인하지 않으면 위조된 화면이 회원의 포인트를 남의 적립금으로 보낼 수 있습니다.',
    'https로 된 쇼핑몰 주소 남음https://로 시작하는 쇼핑몰 주소를 등록하고, http:// 주소가 있으면 빼 주세요.',
    'RETURN URL 확인 남음이 매체의 RETURN URL을 PointPay에 등록해 주세요. 실제로 바꾼 뒤 전환을 한 번 하면 확인됩니다.',
  ])
})

test('without partners the checklist names the missing settings, and the other way', async () => {
  await openConsole(address, {
    data: { media: [aMedia({ goLive: goLiveWithout('partners') })] },
    service: withoutPartners,
  })
  expect(
    await screen.findByText(/POINTPAY_PARTNERS와 POINTPAY_IDENTITY.*‘PointPay 팝업’으로 바꿔 주세요/),
  ).toBeTruthy()
})

test('with our own popup a wrong RETURN URL is not for PointPay to know, but an address to be changed', async () => {
  await openConsole(address, { data: { media: [aMedia({ goLive: goLiveWithout('return-url') })] } })
  expect(await screen.findByText(/POINTPAY_ORIGIN을 https 주소로/)).toBeTruthy()
  expect(screen.queryByText(/RETURN URL을 PointPay에 등록해 주세요/)).toBeNull()
})

test('going live lists what is missing and changes nothing until it is confirmed', async () => {
  const media = aMedia({ mode: 'test', popup: 'pointpay', goLive: goLiveWithout('origins') })
  const { user, backend } = await openConsole(address, { data: { media: [media] } })
  await user.click(await screen.findByRole('button', { name: '실제로 바꾸기' }))
  let dialog = within(await screen.findByRole('dialog', { name: '실제로 바꿀까요?' }))
  expect(dialog.getByText('아직 남은 것이 있습니다')).toBeTruthy()
  expect(dialog.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
    expect.stringContaining('https로 된 쇼핑몰 주소'),
  ])
  await user.click(dialog.getByRole('button', { name: '시험으로 두기' }))
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(backend.data.media).toMatchObject([{ mode: 'test' }])

  await user.click(screen.getByRole('button', { name: '실제로 바꾸기' }))
  dialog = within(await screen.findByRole('dialog'))
  await user.click(dialog.getByRole('button', { name: '실제로 바꾸기' }))
  expect(await screen.findByText('실제로 바꿨습니다. 버튼 코드가 바뀌었습니다.')).toBeTruthy()
  expect(backend.data.media).toMatchObject([{ mode: 'live', name: '데모몰' }])
  expect(screen.getByRole('button', { name: '새 버튼 코드 복사' })).toBeTruthy()
  expect(screen.queryByText('시험')).toBeNull()
})

test('going live with nothing missing says so, and still asks', async () => {
  const { user, backend } = await openConsole(address, { data: { media: [aMedia({ mode: 'test' })] } })
  await user.click(await screen.findByRole('button', { name: '실제로 바꾸기' }))
  const dialog = within(await screen.findByRole('dialog'))
  expect(dialog.getByText('모두 준비되었습니다.')).toBeTruthy()
  expect(dialog.queryByText('아직 남은 것이 있습니다')).toBeNull()
  expect(backend.data.media).toMatchObject([{ mode: 'test' }])
})

test('going back to test says that real conversions are refused meanwhile', async () => {
  const { user, backend } = await openConsole(address, { data: { media: [aMedia()] } })
  await user.click(await screen.findByRole('button', { name: '시험으로 바꾸기' }))
  const dialog = within(await screen.findByRole('dialog', { name: '시험으로 바꿀까요?' }))
  expect(dialog.getByText('다시 실제로 바꿀 때까지 회원의 실제 전환은 거절됩니다.')).toBeTruthy()
  expect(backend.data.media).toMatchObject([{ mode: 'live' }])
  await user.click(dialog.getByRole('button', { name: '시험으로 바꾸기' }))
  expect(await screen.findByText('시험으로 바꿨습니다.')).toBeTruthy()
  expect(backend.data.media).toMatchObject([{ mode: 'test' }])
})

test('a switch that the server refuses leaves the media in test, and says why', async () => {
  const { user } = await openConsole(address, { data: { media: [aMedia({ mode: 'test' })] } })
  server.use(
    http.patch('*/console/api/media/demomall', () =>
      HttpResponse.json({ error: { code: 'internal', message: '저장하지 못했습니다.' } }, { status: 500 }),
    ),
  )
  await user.click(await screen.findByRole('button', { name: '실제로 바꾸기' }))
  await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: '실제로 바꾸기' }))
  expect((await screen.findByRole('alert')).textContent).toContain('저장하지 못했습니다.')
  expect(screen.getByText(/지금은 시험입니다/)).toBeTruthy()
})

test('a manager sees the checklist and cannot switch', async () => {
  await openConsole(address, { as: 'manager', data: { media: [aMedia({ mode: 'test' })] } })
  expect(await screen.findByRole('heading', { name: '실제 운영 준비' })).toBeTruthy()
  expect(screen.queryByRole('button', { name: '실제로 바꾸기' })).toBeNull()
})

const tested = {
  media: [aMedia({ mode: 'test' }), aMedia({ code: 'other', name: '다른몰' })],
  conversions: [
    aConversion({ transactionNumber: 'ME0001', test: true }),
    aConversion({ transactionNumber: 'ME0002' }),
  ],
  reviews: [
    aReview({ id: 'credit-1', transactionNumber: 'ME0001', test: true }),
    aReview({ id: 'credit-2', transactionNumber: 'ME0002' }),
  ],
}

test.each([
  ['/console/conversions', 'row', /ME0001/, /ME0002/],
  ['/console/media', 'row', /데모몰/, /다른몰/],
  ['/console/reviews', 'article', /ME0001/, /ME0002/],
] as const)(
  'at %s what belongs to a test media is marked, and nothing else',
  async (list, role, of, other) => {
    await openConsole(list, { data: tested })
    expect(within(await screen.findByRole(role, { name: of })).getByText('시험')).toBeTruthy()
    expect(within(screen.getByRole(role, { name: other })).queryByText('시험')).toBeNull()
  },
)

test('a test media is told apart where one is chosen', async () => {
  await openConsole('/console/settlement', { data: tested })
  const media = await screen.findByLabelText<HTMLSelectElement>('매체')
  expect(choicesOf(media)).toEqual(['모든 매체', '다른몰', '데모몰 (시험)'])
})

test('a media in test mode says so beside its status', async () => {
  await openConsole(address, { data: tested })
  const status = panelOf(await screen.findByRole('heading', { name: '상태' }))
  expect(within(status).getByText('시험')).toBeTruthy()
})

test('a test conversion says that nothing real moved, and not that Cafe24 gave 적립금', async () => {
  await openConsole('/console/conversions/demomall/ME0001', { data: tested })
  expect(await screen.findByText('시험')).toBeTruthy()
  expect(screen.getByText(/실제 포인트와 적립금은 움직이지 않았습니다/)).toBeTruthy()
  expect(screen.getByText(/Cafe24에는 요청하지 않았습니다/)).toBeTruthy()
  expect(screen.queryByText(/Cafe24가 적립금을 지급했습니다/)).toBeNull()
})

test("cancelling what PointPay's own popup converted names the step in PointPay's admin, before and after", async () => {
  const { user } = await openConsole('/console/conversions/demomall/ME0001', {
    data: { conversions: [aConversion({ transactionNumber: 'ME0001', pointKind: null, points: null })] },
  })
  expect(await screen.findByText(/PointPay 매체 관리자에서 마저 취소합니다/)).toBeTruthy()
  await user.click(screen.getByRole('button', { name: '취소하기' }))
  await user.type(await screen.findByLabelText('취소 사유'), '고객 요청')
  await user.click(screen.getByRole('button', { name: '적립금 회수하고 취소' }))
  expect(await screen.findByText('취소 완료')).toBeTruthy()
  expect(screen.getByText('사람이 할 일이 남았습니다')).toBeTruthy()
  expect(screen.getByText(/PointPay 매체 관리자에 .*거래번호 ME0001을\(를\) 취소해 주세요/)).toBeTruthy()
})

type User = Awaited<ReturnType<typeof openConsole>>['user']

async function fillInNewMedia(user: User): Promise<void> {
  await user.type(await screen.findByLabelText('매체 코드'), 'newmall')
  await user.type(screen.getByLabelText('매체 이름'), '새몰')
  await user.type(screen.getByLabelText('Cafe24 쇼핑몰 ID'), 'newmall')
  await user.type(screen.getByLabelText('Client ID'), 'id')
  await user.type(screen.getByLabelText('Client Secret'), 'secret')
}

function choicesOf(select: HTMLSelectElement): string[] {
  return Array.from(select.options, ({ text }) => text)
}

function panelOf(heading: HTMLElement): HTMLElement {
  return heading.closest('section')!
}

/** The first call of an address gets no answer. */
function downOnce(path: string) {
  let down = true
  return {
    fetch: (input: RequestInfo | URL, init?: RequestInit) => {
      if (!down || !String(input).endsWith(path)) return fetch(input, init)
      down = false
      return Promise.reject(new TypeError('fetch failed'))
    },
  }
}

test('who moves a media from PointPay’s popup to ours reads first what is lost meanwhile', async () => {
  const { user } = await openConsole(address, {
    service: live,
    data: { media: [aMedia({ popup: 'pointpay' })] },
  })
  await user.click(await screen.findByRole('button', { name: '고치기' }))
  const dialog = within(await screen.findByRole('dialog'))
  const lost = /전환하고 있던 회원의 통보는 받지 않습니다/
  expect(dialog.queryByText(lost)).toBeNull()
  await user.selectOptions(dialog.getByLabelText('팝업'), '우리 팝업')
  expect(dialog.getByText(lost)).toBeTruthy()
})

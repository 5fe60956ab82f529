// @vitest-environment jsdom
import { screen, waitFor } from '@testing-library/preact'
import { expect, test } from 'vitest'
import { aKind, aSession } from '../src/dev/builders.ts'
import { MALL, NONCE, expectAccessible, meetTheWire, openPopup, reload } from './popup.ts'
import {
  choose,
  comeToReview,
  convert,
  enterAmount,
  heading,
  identify,
  sendCode,
  button,
  enterCode,
  expectFocusOnHeading,
} from './shopper.ts'

meetTheWire()

test('a shopper goes from who they are to the 적립금, and every step is accessible', async () => {
  const { user, backend } = await openPopup()
  expect(await screen.findByText('데모몰')).toBeTruthy()
  expect(screen.getByText('shopper01')).toBeTruthy()
  await heading('본인확인을 해 주세요')
  await expectAccessible()

  await sendCode(user)
  expect(screen.getByText(/시험용 인증번호 482915/)).toBeTruthy()
  await expectAccessible()

  await enterCode(user)
  await expectFocusOnHeading('전환할 포인트를 선택해 주세요')
  await expectAccessible()

  await choose(user)
  await expectFocusOnHeading('얼마나 전환할까요?')
  await expectAccessible()

  await enterAmount(user, '12345')
  await expectFocusOnHeading('전환 내용을 확인해 주세요')
  expect(screen.getByText('12,345원')).toBeTruthy()
  await expectAccessible()

  await convert(user)
  await heading('적립 완료')
  expect(screen.getByText('적립금 12,345원이 들어왔습니다.')).toBeTruthy()
  expect(screen.getByText(/^ME\d+$/)).toBeTruthy()
  expect(screen.getByText('걸린 시간')).toBeTruthy()
  expect(backend.keys).toHaveLength(1)
  await expectAccessible()
})

test("the mall's page hears each piece of news once, at its registered origin, with the nonce of the press", async () => {
  const { user, posted, backend } = await openPopup()
  await comeToReview(user)
  await convert(user)
  await heading('적립 완료')
  expect(posted.map(({ message }) => message['type'])).toEqual(['ready', 'converted', 'credited'])
  for (const { message, origin } of posted) {
    expect(origin).toBe(MALL)
    expect(message).toMatchObject({ pointpay: 1, nonce: NONCE })
  }
  const { transactionNumber } = backend.session?.conversion ?? {}
  expect(posted[1]?.message).toMatchObject({
    transactionNumber,
    pointKind: 'KT',
    points: 12_345,
    amount: 12_345,
  })
  expect(posted[2]?.message).toMatchObject({ transactionNumber, amount: 12_345 })
})

test('without a nonce, or without an opener, the popup works and posts nothing', async () => {
  const first = await openPopup({ address: '?a_code=demomall&user_id=shopper01' })
  await comeToReview(first.user)
  await convert(first.user)
  await heading('적립 완료')
  expect(first.posted).toEqual([])

  const second = await openPopup({ opener: false })
  await comeToReview(second.user)
  await convert(second.user)
  await heading('적립 완료')
})

test('back goes a step back at every step, and what was entered is still there', async () => {
  const { user } = await openPopup()
  await comeToReview(user)
  await user.click(button('이전'))
  await heading('얼마나 전환할까요?')
  expect(screen.getByLabelText<HTMLInputElement>('전환할 포인트').value).toBe('12,345')
  await user.click(button('이전'))
  await heading('전환할 포인트를 선택해 주세요')
  expect(screen.getByRole<HTMLInputElement>('radio', { name: /KT/ }).checked).toBe(true)
  await user.click(button('이전'))
  await heading('본인확인을 마쳤습니다')
  await expectAccessible()
  await user.click(button('다음'))
  await heading('전환할 포인트를 선택해 주세요')
})

test("the browser's own back button goes a step back too, but never from a conversion", async () => {
  const { user } = await openPopup()
  await comeToReview(user)
  window.history.back()
  await heading('얼마나 전환할까요?')
  window.history.forward()
  await heading('전환 내용을 확인해 주세요')
  await convert(user)
  await heading('적립 완료')
  window.history.back()
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(await heading('적립 완료')).toBeTruthy()
})

test('a reload stays at the step, with the amount that the server holds', async () => {
  const opened = await openPopup()
  await comeToReview(opened.user)
  await reload(opened)
  await heading('전환 내용을 확인해 주세요')
  expect(screen.getByText('12,345원')).toBeTruthy()
})

test('a window that never saw the steps goes on where the server stands', async () => {
  const opened = await openPopup()
  await sendCode(opened.user)
  await openPopup({ backend: opened.backend })
  await screen.findByLabelText('인증번호')
  await enterCode(opened.user)
  await heading('전환할 포인트를 선택해 주세요')
  await openPopup({ backend: opened.backend })
  expect(await heading('전환할 포인트를 선택해 주세요')).toBeTruthy()
})

test('a reload while the 적립금 is on its way shows it arriving', async () => {
  const opened = await openPopup({ behaviour: { creditMs: Infinity } })
  await comeToReview(opened.user)
  await convert(opened.user)
  await heading('적립금을 넣고 있습니다')
  await expectAccessible()
  await reload(opened)
  await heading('적립금을 넣고 있습니다')
  const { conversion } = opened.backend.session ?? {}
  if (conversion)
    opened.backend.change({
      conversion: { ...conversion, state: 'credited', creditedAt: new Date().toISOString() },
    })
  expect(await heading('적립 완료')).toBeTruthy()
})

test('the points being taken are shown before they are, with the time that has gone by', async () => {
  const { user } = await openPopup({ behaviour: { convertMs: 400 } })
  await comeToReview(user)
  await convert(user)
  await heading('포인트를 차감하고 있습니다')
  expect(screen.getByText(/지남/).textContent).toContain('창을 닫아도 계속 처리됩니다')
  await expectAccessible()
  await heading('적립 완료')
})

test('a press of the same button later, in the same window, begins anew', async () => {
  const { browser } = await openPopup()
  await heading('본인확인을 해 주세요')
  window.location.hash = '#n=BBBBBBBBBBBBBBBBBBBBBB'
  await waitFor(() => expect(browser.reload).toHaveBeenCalledOnce())
})

test('where the merchant told who the person is, the points are there at once', async () => {
  await openPopup({ first: { identity: { status: 'verified', maskedName: '김*정' }, kinds: [] } })
  expect(await heading('지금 전환할 수 있는 포인트가 없습니다')).toBeTruthy()
})

test.each([
  ['ko', 'shopper01 님의 적립금으로 전환', 'shopper01 님의 적립금으로', '데모몰 shopper01'],
  ['en-US', 'shopper01 gets the mall credit', 'To the mall credit of shopper01', '데모몰 shopper01'],
])(
  'the whole member id is in sight from the first step on, with what becomes of the points (%s)',
  async (language, inCard, becomes, to) => {
    await openPopup({ languages: [language] })
    const card = (await screen.findAllByText('shopper01'))[0]?.parentElement
    expect(card?.textContent).toBe(inCard)
    await openPopup({
      languages: [language],
      first: aSession({
        identity: { status: 'verified', maskedName: '김*정' },
        kinds: [aKind()],
        selection: { kind: 'KT', points: 12_345, amount: 12_345 },
      }),
    })
    expect((await screen.findByText(becomes)).nextElementSibling?.textContent).toMatch(/12,345/)
    expect([...document.querySelectorAll('dd')].map(({ textContent }) => textContent)).toContain(to)
  },
)

test('a member id is never translated, and its direction changes nothing around it', async () => {
  await openPopup({ address: `?${new URLSearchParams({ a_code: 'demomall', user_id: 'שלום 12' })}` })
  const shown = await screen.findByText('שלום 12')
  expect([shown.getAttribute('translate'), shown.dir]).toEqual(['no', 'auto'])
})

test('English comes with the browser, and the switch changes every word and what the server words', async () => {
  const asked: (string | null)[] = []
  const streamed: (string | null)[] = []
  const { user } = await openPopup({
    languages: ['en-US'],
    fetch: (input, init) => {
      const list = String(input).endsWith('/events') ? streamed : asked
      list.push(new Headers(init?.headers).get('accept-language'))
      return fetch(input, init)
    },
  })
  await heading('Verify your identity')
  expect(document.documentElement.lang).toBe('en')
  await user.click(screen.getByRole('button', { name: '한국어' }))
  await heading('본인확인을 해 주세요')
  expect(document.documentElement.lang).toBe('ko')
  await waitFor(() => expect(asked.at(-1)).toBe('ko'))
  expect(asked[0]).toBe('en')
  expect(streamed).toEqual(['en', 'ko'])
  await identify(user)
})

// @vitest-environment jsdom
import { screen, within } from '@testing-library/preact'
import { expect, test } from 'vitest'
import { aConversion } from '../src/dev/builders.ts'
import { refuse, api } from '../src/dev/answers.ts'
import { http } from 'msw'
import { expectAccessible, meetTheWire, openPopup } from './popup.ts'
import { choose, comeToReview, convert, heading, identify, sendCode } from './shopper.ts'

meetTheWire()

const NOTHING_MOVES = '실제 포인트와 적립금은 움직이지 않아요.'
const banner = () => screen.queryByRole('region', { name: '시험 환경' })
const testMedia = { sandbox: true, test: true }

test('where nothing is played there is no banner, and the mall hears of no test', async () => {
  const { user, posted } = await openPopup()
  await comeToReview(user)
  expect(banner()).toBeNull()
  await convert(user)
  await heading('적립 완료')
  expect(banner()).toBeNull()
  const news = posted.map(({ message }) => message)
  expect(news.map(({ type }) => type)).toEqual(['ready', 'converted', 'credited'])
  for (const message of news) expect(message).not.toHaveProperty('test')
})

test('with played partners the banner stands at every step, and says no more than that', async () => {
  const { user, posted } = await openPopup({ first: { sandbox: true } })
  const seen = async (title: string | RegExp) => {
    await heading(title)
    expect(banner()?.textContent).toBe('시험 환경')
  }
  await seen('본인확인을 해 주세요')
  await sendCode(user)
  await seen('인증번호를 입력해 주세요')
  await user.type(screen.getByLabelText('인증번호'), '482915')
  await user.click(screen.getByRole('button', { name: '확인' }))
  await seen('전환할 포인트를 선택해 주세요')
  const field = await choose(user)
  await seen('얼마나 전환할까요?')
  await user.type(field, '5000')
  await user.click(screen.getByRole('button', { name: '다음' }))
  await seen('전환 내용을 확인해 주세요')
  await convert(user)
  await seen('적립 완료')
  expect(posted.at(-1)?.message).not.toHaveProperty('test')
})

test('in a test media the banner says that nothing real moves', async () => {
  await openPopup({ first: testMedia })
  await heading('본인확인을 해 주세요')
  expect(within(banner()!).getByText(NOTHING_MOVES)).toBeTruthy()
  await expectAccessible()
})

test('in English too', async () => {
  await openPopup({ first: testMedia, languages: ['en-US'] })
  await heading('Verify your identity')
  const english = screen.getByRole('region', { name: 'Test environment' })
  expect(english.textContent).toContain('No real points or mall credit move.')
})

test('amounts of a test are marked before they are converted', async () => {
  const { user } = await openPopup({ first: testMedia })
  await identify(user)
  const field = await choose(user)
  await user.type(field, '5000')
  expect(screen.getByText('받을 적립금 (시험)')).toBeTruthy()
  await user.click(screen.getByRole('button', { name: '다음' }))
  await heading('전환 내용을 확인해 주세요')
  expect(screen.getByText('shopper01 님의 적립금으로 (시험)')).toBeTruthy()
  expect(screen.queryByText(/되돌릴 수 없습니다/)).toBeNull()
})

test('the result of a test says so, and the mall hears so', async () => {
  const { user, posted } = await openPopup({ first: testMedia })
  await comeToReview(user)
  await convert(user)
  await heading('적립 완료 (시험)')
  expect(screen.getByText('받은 적립금 (시험)')).toBeTruthy()
  expect(
    screen.getByText(/실제로 차감된 포인트와 들어온 적립금은 없어요/, { selector: '.lead' }),
  ).toBeTruthy()
  await expectAccessible()
  const news = posted.map(({ message }) => message)
  expect(news).toMatchObject([
    { type: 'ready' },
    { type: 'converted', test: true },
    { type: 'credited', test: true },
  ])
})

test.each([
  ['converting', '포인트를 차감하고 있습니다 (시험)'],
  ['converted', '적립금을 넣고 있습니다 (시험)'],
  ['delayed', '적립이 늦어지고 있습니다 (시험)'],
  ['cancelled', '전환이 취소되었습니다 (시험)'],
] as const)('a test that is %s promises no 적립금 and sends nobody to the mall', async (state, title) => {
  const { backend } = await openPopup({ first: testMedia })
  await heading('본인확인을 해 주세요')
  backend.change({ conversion: aConversion({ state }) })
  await heading(title)
  expect(
    screen.getByText(/실제로 차감된 포인트와 들어온 적립금은 없어요/, { selector: '.lead' }),
  ).toBeTruthy()
  expect(screen.queryByText(/들어옵니다|돌려 드|내일까지/, { selector: 'main *' })).toBeNull()
})

test('a test that failed says why', async () => {
  const { user } = await openPopup({ first: testMedia, behaviour: { fails: 'provider_unavailable' } })
  await comeToReview(user)
  await convert(user)
  await heading('전환하지 못했습니다 (시험)')
  expect(screen.getByText(/포인트 제휴사가 응답하지 않습니다/)).toBeTruthy()
})

test('a live media in a service without partners is refused in words, and there is nothing to try again', async () => {
  await openPopup({ before: [http.post(api('/sessions'), () => refuse('partners_missing'))] })
  await heading('전환을 시작할 수 없습니다')
  expect(screen.getByText(/포인트 제휴사가 연결되어 있지 않습니다. 포인트는 그대로입니다/)).toBeTruthy()
  expect(screen.queryByRole('button', { name: '다시 시도' })).toBeNull()
})

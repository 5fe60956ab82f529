// @vitest-environment jsdom
import { screen, within } from '@testing-library/preact'
import { expect, test } from 'vitest'
import { aConversion, aMedia, aReview } from '../src/dev/builders.ts'
import { meetTheWire, openConsole, type OpenOptions } from './console.ts'

meetTheWire()

const undecided = aConversion({ transactionNumber: 'ME0009', state: 'review' })
const review = aReview({ transactionNumber: 'ME0009' })

/** As many reviews, the longest waiting first: ME1000, ME1001, … */
const waiting = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    aReview({
      id: `credit-${index}`,
      transactionNumber: `ME${1_000 + index}`,
      since: new Date(Date.parse('2026-11-21T00:00:00.000Z') + index * 60_000).toISOString(),
    }),
  )

async function openReviews(options: OpenOptions, address = '/console/reviews') {
  const opened = await openConsole(address, options)
  const [first] = await screen.findAllByRole('article')
  return { ...opened, card: within(first!) }
}

const numbers = () => screen.getAllByRole('article').map((card) => card.getAttribute('aria-label'))

test('an operator decides what could not be told, with the reason, and it leaves the list', async () => {
  const { backend, user, card } = await openReviews({
    data: { conversions: [undecided], reviews: [review] },
  })
  expect(card.queryByRole('radio')).toBeNull()
  await user.click(card.getByRole('button', { name: '살펴보고 결정' }))
  expect(card.getByText(/두 번째로 읽는 중 Cafe24가 503/)).toBeTruthy()
  await user.click(card.getByRole('button', { name: '결정하기' }))
  expect(card.getByText('결정을 하나 골라 주세요.')).toBeTruthy()
  expect(card.getByText('결정한 까닭을 적어 주세요.')).toBeTruthy()
  await user.click(card.getByRole('radio', { name: /처리됨/ }))
  await user.type(card.getByLabelText('결정한 까닭'), '관리자에서 확인')
  await user.click(card.getByRole('button', { name: '결정하기' }))
  expect(await screen.findByText('거래 ME0009의 결정을 처리했습니다.')).toBeTruthy()
  expect(await screen.findByText('검토할 일이 없습니다')).toBeTruthy()
  expect(backend.data.reviews).toEqual([])
})

test('giving a cancel up is said to leave everything with the member, and not to give points back', async () => {
  const { user, card } = await openReviews({
    data: { reviews: [aReview({ kind: 'cancel-refused', decisions: ['applied', 'retry', 'abandon'] })] },
  })
  await user.click(card.getByRole('button', { name: '살펴보고 결정' }))
  const abandon = card.getByRole('radio', { name: /그만두기/ })
  expect(abandon.closest('label')?.textContent).toContain('포인트는 돌려주지 않습니다')
})

test('a manager reads what was seen and cannot decide', async () => {
  const { user, card } = await openReviews({ as: 'manager', data: { reviews: [review] } })
  await user.click(card.getByRole('button', { name: '살펴보기' }))
  expect(card.getByText(/두 번째로 읽는 중 Cafe24가 503/)).toBeTruthy()
  expect(card.queryByRole('button', { name: '결정하기' })).toBeNull()
  expect(card.getByText(/결정은 PointPay 운영자가 합니다/)).toBeTruthy()
})

test('one form is open at a time, however many items wait', async () => {
  const { user } = await openReviews({ data: { reviews: waiting(3) } })
  for (const name of ['ME1000', 'ME1002']) {
    const card = within(screen.getByRole('article', { name }))
    await user.click(card.getByRole('button', { name: '살펴보고 결정' }))
    expect(screen.getAllByRole('button', { name: '결정하기' })).toHaveLength(1)
    expect(card.getByRole('button', { name: '접기' }).getAttribute('aria-expanded')).toBe('true')
  }
  await user.click(screen.getByRole('button', { name: '접기' }))
  expect(screen.queryByRole('button', { name: '결정하기' })).toBeNull()
})

test('all that waits is reached page by page, each once, also when some of it is decided meanwhile', async () => {
  const reviews = waiting(70)
  const conversions = reviews.map(({ transactionNumber }) => aConversion({ transactionNumber }))
  const { user, card } = await openReviews({ data: { reviews, conversions } })
  expect(numbers()).toHaveLength(50)
  await user.click(card.getByRole('button', { name: '살펴보고 결정' }))
  await user.click(card.getByRole('radio', { name: /처리됨/ }))
  await user.type(card.getByLabelText('결정한 까닭'), '확인')
  await user.click(card.getByRole('button', { name: '결정하기' }))
  expect(await screen.findByText('거래 ME1000의 결정을 처리했습니다.')).toBeTruthy()
  await user.click(screen.getByRole('button', { name: '더 보기' }))
  await expect.poll(numbers).toEqual(reviews.slice(1).map(({ transactionNumber }) => transactionNumber))
  expect(screen.getByText('69건을 모두 보여드렸습니다.')).toBeTruthy()
})

test('several of one kind are decided together, each by itself, and what was settled meanwhile is named', async () => {
  const reviews = [...waiting(4), aReview({ id: 'c', transactionNumber: 'ME2000', kind: 'cancel-refused' })]
  const conversions = reviews.map(({ transactionNumber }) => aConversion({ transactionNumber }))
  const { backend, user } = await openReviews({ data: { reviews, conversions } })
  await user.click(screen.getByRole('checkbox', { name: '보이는 5건 모두 고르기' }))
  expect(screen.getByText(/같은 까닭의 일만 골라 주세요/)).toBeTruthy()
  expect(screen.queryByRole('button', { name: '한꺼번에 결정' })).toBeNull()
  for (const number of ['ME2000', 'ME1003'])
    await user.click(screen.getByRole('checkbox', { name: `거래 ${number} 고르기` }))
  expect(screen.getByText(/^3건, 모두 .*원을 골랐습니다/)).toBeTruthy()
  backend.data.reviews = backend.data.reviews.filter(
    ({ transactionNumber }) => transactionNumber !== 'ME1001',
  )
  await user.click(screen.getByRole('button', { name: '한꺼번에 결정' }))
  const dialog = within(await screen.findByRole('dialog'))
  await user.click(dialog.getByRole('radio', { name: /처리됨/ }))
  await user.type(dialog.getByLabelText('결정한 까닭'), '관리자에서 세 건 모두 확인')
  await user.click(dialog.getByRole('button', { name: '결정하기' }))
  const refused = await dialog.findByRole('alert')
  expect(refused.textContent).toContain('1건은 결정하지 못했습니다')
  expect(refused.textContent).toContain('ME1001')
  await user.click(dialog.getByRole('button', { name: '닫기' }))
  expect(numbers()).toEqual(['ME1001', 'ME1003', 'ME2000'])
  expect(backend.data.reviews.map(({ transactionNumber }) => transactionNumber)).toEqual(['ME1003', 'ME2000'])
})

test('where the network goes while several are decided, the rest stays chosen and goes on from there', async () => {
  const reviews = waiting(3)
  const conversions = reviews.map(({ transactionNumber }) => aConversion({ transactionNumber }))
  let calls = 0
  const { backend, user } = await openReviews({
    data: { reviews, conversions },
    fetch: (input, init) => {
      const isDecision = init?.method === 'POST'
      if (isDecision && ++calls === 2) return Promise.reject(new TypeError('fetch failed'))
      return fetch(input, init)
    },
  })
  await user.click(screen.getByRole('checkbox', { name: '보이는 3건 모두 고르기' }))
  await user.click(screen.getByRole('button', { name: '한꺼번에 결정' }))
  const dialog = within(await screen.findByRole('dialog'))
  await user.click(dialog.getByRole('radio', { name: /처리됨/ }))
  await user.type(dialog.getByLabelText('결정한 까닭'), '확인')
  await user.click(dialog.getByRole('button', { name: '결정하기' }))
  await dialog.findByRole('alert')
  expect(backend.data.reviews).toHaveLength(2)
  await user.click(dialog.getByRole('button', { name: '결정하기' }))
  expect(await screen.findByText('3건의 결정을 처리했습니다.')).toBeTruthy()
  expect(backend.data.reviews).toEqual([])
})

test('the list is narrowed to a media and a kind, and the address holds both', async () => {
  const reviews = [
    review,
    aReview({ id: 'a', transactionNumber: 'ME0010', kind: 'cancel-refused' }),
    aReview({ id: 'b', transactionNumber: 'ME0011', kind: 'cancel-refused', mediaCode: 'other' }),
  ]
  const media = [aMedia(), aMedia({ code: 'other', name: '다른몰' })]
  const { user } = await openReviews({ data: { reviews, media } })
  await user.selectOptions(await screen.findByLabelText('무엇 때문에'), '회수가 거절됨')
  await expect.poll(numbers).toEqual(['ME0010', 'ME0011'])
  await user.selectOptions(screen.getByLabelText('매체'), '다른몰')
  await expect.poll(numbers).toEqual(['ME0011'])
  expect(Object.fromEntries(new URLSearchParams(window.location.search))).toEqual({
    mediaCode: 'other',
    kind: 'cancel-refused',
  })
  await user.selectOptions(screen.getByLabelText('무엇 때문에'), '적립이 거절됨')
  expect(await screen.findByText(/이 조건에 맞는 일은 없습니다/)).toBeTruthy()
})

test('what waits for a person at one media leads to its reviews alone', async () => {
  const { user } = await openConsole('/console/media/demomall', {
    data: {
      media: [aMedia({ needsPerson: 1 }), aMedia({ code: 'other', name: '다른몰' })],
      reviews: [review, aReview({ id: 'b', transactionNumber: 'ME0011', mediaCode: 'other' })],
    },
  })
  await user.click(await screen.findByRole('link', { name: '1건' }))
  expect(await screen.findByRole('article', { name: 'ME0009' })).toBeTruthy()
  expect(numbers()).toEqual(['ME0009'])
})

// @vitest-environment jsdom
import { screen, within } from '@testing-library/preact'
import { expect, test } from 'vitest'
import { aMedia } from '../src/dev/builders.ts'
import { meetTheWire, openConsole } from './console.ts'

meetTheWire()

const unusual = [{ kind: 'large', at: '2026-11-23T00:00:00.000Z', amount: 2_000_000, count: 1 }] as const
const media = [
  aMedia({ code: 'media10', name: '봄날 10호점' }),
  aMedia({ code: 'media2', name: '봄날 2호점', mallId: 'springday' }),
  aMedia({ code: 'media1', name: '봄날 1호점', needsPerson: 2 }),
  aMedia({ code: 'odd', name: '이상한 가게', unusual: [...unusual] }),
  aMedia({ code: 'gone', name: '떠난 가게', consent: 'withdrawn' }),
  aMedia({ code: 'sealed', name: '잠긴 가게', returnUrl: null }),
]
const merchant = aMedia({
  code: 'merchant',
  name: '자체 서버',
  kind: 'own-backend',
  consent: 'not-needed',
  mallId: null,
  installUrl: null,
})

const names = () =>
  within(screen.getByRole('table'))
    .getAllByRole('rowheader')
    .map((cell) => cell.querySelector('a')?.textContent)

async function openList(address = '/console/media') {
  const opened = await openConsole(address, { data: { media: [...media, merchant] } })
  await screen.findByRole('table')
  return opened
}

test('media stand as people count them: the second shop before the tenth', async () => {
  await openList()
  expect(names()).toEqual([
    '떠난 가게',
    '봄날 1호점',
    '봄날 2호점',
    '봄날 10호점',
    '이상한 가게',
    '자체 서버',
    '잠긴 가게',
  ])
})

test.each(['2호', 'MEDIA2', 'springday'])('“%s” finds the media by name, code or mall', async (typed) => {
  const { user } = await openList()
  await user.type(screen.getByLabelText('매체 찾기'), typed)
  expect(names()).toEqual(['봄날 2호점'])
  expect(screen.getByText('7곳 가운데 1곳')).toBeTruthy()
})

test('what no media holds is said to be found nowhere', async () => {
  const { user } = await openList()
  await user.type(screen.getByLabelText('매체 찾기'), '없는 가게')
  expect(screen.getByText('조건에 맞는 매체가 없습니다')).toBeTruthy()
})

test('only those that somebody must look after are shown on a press, and the way back leads to them', async () => {
  const { user } = await openList()
  await user.click(screen.getByRole('checkbox', { name: '손볼 것이 있는 매체만 (4)' }))
  const needing = ['떠난 가게', '봄날 1호점', '이상한 가게', '잠긴 가게']
  expect(names()).toEqual(needing)
  await user.click(screen.getByRole('link', { name: '떠난 가게' }))
  await screen.findByRole('heading', { level: 1, name: '떠난 가게' })
  window.history.back()
  await screen.findByRole('table', { name: '매체 목록' })
  expect(names()).toEqual(needing)
})

test('a media with unusual calls, and one whose RETURN URL cannot be read, are marked', async () => {
  await openList()
  expect(within(screen.getByRole('row', { name: /이상한 가게/ })).getByText('평소와 다름')).toBeTruthy()
  expect(
    within(screen.getByRole('row', { name: /잠긴 가게/ })).getByText('RETURN URL을 읽을 수 없음'),
  ).toBeTruthy()
  expect(screen.getAllByText('평소와 다름')).toHaveLength(1)
})

test('the media screen says what was unusual, when and how much, and what to do', async () => {
  await openConsole('/console/media/odd', {
    data: {
      media: [
        aMedia({
          code: 'odd',
          unusual: [
            { kind: 'refused', at: '2026-11-23T00:10:00.000Z', amount: null, count: 214 },
            { kind: 'day', at: '2026-11-22T03:00:00.000Z', amount: 24_300_000, count: 61 },
          ],
        }),
      ],
    },
  })
  const notice = (await screen.findByText(/평소와 다른 적립 통보가 있었습니다/)).closest('.notice')!
  expect(Array.from(notice.querySelectorAll('li'), ({ textContent }) => textContent)).toEqual([
    '2026-11-23 09:10:00 받을 수 없는 통보가 잇달아 와 거절했습니다 (214건)',
    '2026-11-22 12:00:00 하루 한도의 80%를 넘었습니다 (61건, 24,300,000원)',
  ])
  expect(notice.textContent).toContain('이전 주소를 바로 끝낸 뒤')
})

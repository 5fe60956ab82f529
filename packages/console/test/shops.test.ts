// @vitest-environment jsdom
import { screen, within } from '@testing-library/preact'
import axe from 'axe-core'
import { http, HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import { aConversion, aMedia, severalShops } from '../src/dev/builders.ts'
import { meetTheWire, openConsole, server, type OpenOptions } from './console.ts'

meetTheWire()

const address = '/console/media/demomall'
const several = { shops: severalShops(), shopsReadAt: '2026-11-20T03:00:00.000Z', shopsReadable: true }

async function open(media: Parameters<typeof aMedia>[0], options: OpenOptions = {}) {
  const opened = await openConsole(address, { data: { media: [aMedia(media)] }, ...options })
  const heading = await screen.findByRole('heading', { level: 2, name: '상점' })
  return { ...opened, panel: within(heading.closest('section')!) }
}

/** Opens the dialog, and keeps what it sends. */
async function openDialog(media: Parameters<typeof aMedia>[0]) {
  const sent: unknown[] = []
  const opened = await open(media, {
    fetch: async (where, init) => {
      const request = new Request(where, init)
      if (request.method === 'PATCH') sent.push(await request.clone().json())
      return fetch(request)
    },
  })
  await opened.user.click(opened.panel.getByRole('button', { name: '상점 직접 등록' }))
  const dialog = within(await screen.findByRole('dialog', { name: '상점 직접 등록' }))
  const row = (position: number) => within(dialog.getByRole('group', { name: `${position}번째 상점` }))
  return { ...opened, dialog, row, sent }
}

test('each shop says whether points are credited there, and why not, in the words of its row', async () => {
  const { panel } = await open(several)
  const cells = within(panel.getByRole('table', { name: '상점 목록' }))
    .getAllByRole('row')
    .slice(1)
    .map((row) => Array.from(row.children, ({ textContent }) => textContent))
  expect(cells).toEqual([
    ['1번', '데모몰', 'KRW', 'ko_KR', '적립됨'],
    ['2번', '데모몰 도매', 'KRW', 'ko_KR', '적립됨'],
    ['3번', 'Demo Mall Global', 'USD', 'en_US', '버튼 없음 · KRW가 아님'],
    ['4번', 'デモモール', 'JPY', 'ja_JP', '닫힌 상점'],
  ])
  expect(panel.getByText(/Cafe24에서 읽음/).textContent).toBe('Cafe24에서 읽음 · 2026-11-20 12:00:00')
})

test('shops that were typed say so, and what is not known of them is not made up', async () => {
  const { panel } = await open({})
  expect(panel.getByText('직접 등록함')).toBeTruthy()
  expect(panel.getByRole('row', { name: /1번/ }).textContent).toBe('1번알 수 없음KRW알 수 없음적립됨')
})

test('where no shop is served, everybody who looks is warned', async () => {
  const { panel } = await open(
    { shops: severalShops().filter(({ currency }) => currency !== 'KRW') },
    { as: 'manager' },
  )
  expect(panel.getByText(/어느 상점에도 버튼이 나오지 않고/)).toBeTruthy()
})

test('a manager sees the shops and cannot change them', async () => {
  const { panel } = await open(several, { as: 'manager' })
  expect(panel.getByText('데모몰 도매')).toBeTruthy()
  expect(panel.queryByRole('button')).toBeNull()
})

test('a merchant that credits by itself has no shops', async () => {
  await openConsole(address, {
    data: { media: [aMedia({ kind: 'own-backend', mallId: null, installUrl: null })] },
  })
  await screen.findByRole('heading', { name: '데모몰' })
  expect(screen.queryByRole('heading', { name: '상점' })).toBeNull()
})

test('an operator reads the shops from Cafe24: list, time, origins and button code are the new ones', async () => {
  const { user, panel, backend } = await open({ shopsReadable: true, origins: [] })
  expect(panel.queryByText(/먼저 상점 읽기에 동의해야/)).toBeNull()
  await user.click(panel.getByRole('button', { name: 'Cafe24에서 상점 읽기' }))
  expect(
    await screen.findByText('Cafe24에서 상점과 쇼핑몰 주소를 읽었습니다. 버튼 코드가 바뀌었습니다.'),
  ).toBeTruthy()
  expect(panel.getByText('데모몰 도매')).toBeTruthy()
  expect(panel.getByText(/Cafe24에서 읽음/).textContent).toContain('2026-11-24 09:12:00')
  expect(screen.getByText('https://m.demomall.cafe24.com')).toBeTruthy()
  expect(screen.getAllByText(/data-shops="1,2"/)).not.toEqual([])
  expect(backend.data.media).toMatchObject([{ shops: severalShops() }])
})

test('without the consent the button says what it will do, and does it: it gives the address for the owner', async () => {
  const { user, panel, backend } = await open({})
  const button = panel.getByRole('button', { name: 'Cafe24에서 상점 읽기' })
  const hint = document.getElementById(button.getAttribute('aria-describedby')!)
  expect(hint?.textContent).toMatch(/먼저 상점 읽기에 동의해야 하며, 누르면 주인에게 보낼 동의 주소/)
  await user.click(button)
  expect((await screen.findByRole('alert')).textContent).toContain(
    'https://pointpay.example/solution/install/demomall?shops=1',
  )
  expect(backend.data.media).toMatchObject([{ shops: [{ shopNo: 1 }], shopsReadAt: null }])
})

test('where Cafe24 does not answer, the shops stay as they were and nothing is said to be read', async () => {
  const { user, panel } = await open(several)
  server.use(
    http.put('*/console/api/media/demomall/shops', () =>
      HttpResponse.json(
        { error: { code: 'cafe24_unavailable', message: 'Cafe24가 답하지 않습니다.' } },
        { status: 502 },
      ),
    ),
  )
  await user.click(panel.getByRole('button', { name: 'Cafe24에서 상점 읽기' }))
  expect((await screen.findByRole('alert')).textContent).toContain('Cafe24가 답하지 않습니다.')
  expect(panel.getByText(/Cafe24에서 읽음/).textContent).toContain('2026-11-20 12:00:00')
  expect(screen.queryByText(/쇼핑몰 주소를 읽었습니다/)).toBeNull()
})

test('shops are registered by hand: a known one keeps its language, a new one has none', async () => {
  const { user, panel, dialog, row, sent } = await openDialog(several)
  await user.clear(row(1).getByLabelText('이름(선택)'))
  await user.click(dialog.getByRole('button', { name: '3번째 상점 삭제' }))
  await user.click(dialog.getByRole('button', { name: '3번째 상점 삭제' }))
  await user.click(dialog.getByRole('button', { name: '상점 추가' }))
  await user.type(row(3).getByLabelText('번호'), '7')
  await user.selectOptions(row(3).getByLabelText('통화'), '직접 입력')
  await user.type(row(3).getByLabelText('통화 코드'), 'THB')
  await user.click(row(3).getByRole('checkbox', { name: '열려 있음' }))
  await user.click(dialog.getByRole('button', { name: '저장' }))
  expect(await screen.findByText(/상점을 저장했습니다/)).toBeTruthy()
  expect(sent).toEqual([
    {
      shops: [
        { shopNo: 1, name: null, currency: 'KRW', language: 'ko_KR', active: true },
        { shopNo: 2, name: '데모몰 도매', currency: 'KRW', language: 'ko_KR', active: true },
        { shopNo: 7, name: null, currency: 'THB', language: null, active: false },
      ],
    },
  ])
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(panel.getByText('직접 등록함')).toBeTruthy()
  expect(panel.getByRole('row', { name: /7번/ }).textContent).toContain('닫힌 상점')
})

test.each(['', '0', '32768', '1.5', '일'])('“%s” is no shop number, and its field says so', async (typed) => {
  const { user, dialog, row, sent } = await openDialog({})
  const field = row(1).getByLabelText('번호')
  await user.clear(field)
  if (typed) await user.type(field, typed)
  await user.click(dialog.getByRole('button', { name: '저장' }))
  expect(errorOf(field)).toBe('1~32767의 숫자로 적어 주세요.')
  await expect.poll(() => document.activeElement).toBe(field)
  expect(sent).toEqual([])
})

test('a number that occurs twice is told at the second of the two', async () => {
  const { user, dialog, row, sent } = await openDialog({})
  await user.click(dialog.getByRole('button', { name: '상점 추가' }))
  await user.type(row(2).getByLabelText('번호'), '01')
  await user.click(dialog.getByRole('button', { name: '저장' }))
  expect(errorOf(row(1).getByLabelText('번호'))).toBeNull()
  expect(errorOf(row(2).getByLabelText('번호'))).toBe('위에 같은 번호가 있습니다.')
  expect(sent).toEqual([])
})

test.each(['', 'krw', 'WON!'])('“%s” is no currency, and its field says so', async (typed) => {
  const { user, dialog, row, sent } = await openDialog({})
  await user.selectOptions(row(1).getByLabelText('통화'), '직접 입력')
  const field = row(1).getByLabelText('통화 코드')
  if (typed) await user.type(field, typed)
  await user.click(dialog.getByRole('button', { name: '저장' }))
  expect(errorOf(field)).toBe('영문 대문자 세 글자로 적어 주세요. 예: THB')
  expect(sent).toEqual([])
})

test('a currency that is not among the common ones is shown as it is, to be typed', async () => {
  const { row } = await openDialog({ shops: [{ ...severalShops()[0]!, currency: 'THB' }] })
  expect(row(1).getByLabelText<HTMLInputElement>('통화 코드').value).toBe('THB')
})

test('a mall without any shop is not saved', async () => {
  const { user, dialog, sent } = await openDialog({})
  await user.click(dialog.getByRole('button', { name: '1번째 상점 삭제' }))
  await user.click(dialog.getByRole('button', { name: '저장' }))
  expect(dialog.getByRole('alert').textContent).toBe('상점을 하나 이상 등록해 주세요.')
  expect(sent).toEqual([])
})

test('a list that serves no shop is warned of while it is typed, and can be saved all the same', async () => {
  const { user, dialog, row, sent } = await openDialog({})
  const warning = /어느 상점에도 버튼이 나오지 않고/
  expect(dialog.queryByText(warning)).toBeNull()
  await user.click(row(1).getByRole('checkbox', { name: '열려 있음' }))
  expect(dialog.getByText(warning)).toBeTruthy()
  await user.click(row(1).getByRole('checkbox', { name: '열려 있음' }))
  expect(dialog.queryByText(warning)).toBeNull()
  await user.selectOptions(row(1).getByLabelText('통화'), 'USD')
  expect(dialog.getByText(warning)).toBeTruthy()
  await user.click(dialog.getByRole('button', { name: '저장' }))
  expect(await screen.findByText(/상점을 저장했습니다/)).toBeTruthy()
  expect(sent).toMatchObject([{ shops: [{ shopNo: 1, currency: 'USD' }] }])
})

test('axe finds nothing in the dialog, with a wrong field and the warning in it', async () => {
  const { user, dialog, row } = await openDialog({})
  await user.selectOptions(row(1).getByLabelText('통화'), '직접 입력')
  await user.click(dialog.getByRole('button', { name: '저장' }))
  const { violations } = await axe.run(screen.getByRole('dialog'), {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  })
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
})

test('a conversion names the shop that it was credited in', async () => {
  await openConsole('/console/conversions/demomall/ME0001', {
    data: { conversions: [aConversion({ transactionNumber: 'ME0001', shopNo: 2 })] },
  })
  expect((await screen.findByText('상점')).nextElementSibling?.textContent).toBe('2번')
})

/** What is said at a field that must be mended; null: nothing. */
function errorOf(field: HTMLElement): string | null {
  if (field.getAttribute('aria-invalid') !== 'true') return null
  return field.closest('.field')!.querySelector('.field__error')!.textContent
}

// @vitest-environment jsdom
import { auditActions, type AuditEntry } from '@pointpay/contracts'
import { screen, within } from '@testing-library/preact'
import { expect, test } from 'vitest'
import { anAuditEntry } from '../src/dev/builders.ts'
import { messages } from '../src/messages.ts'
import { meetTheWire, openConsole } from './console.ts'

meetTheWire()

type Over = Parameters<typeof anAuditEntry>[0]

async function openTrail(...audit: Over[]) {
  const opened = await openConsole('/console/audit', {
    data: { audit: audit.map((each, index) => anAuditEntry({ subject: `ME000${index + 1}`, ...each })) },
  })
  await screen.findByRole('table')
  return opened
}

const cells = (subject: RegExp) =>
  within(screen.getByRole('row', { name: subject }))
    .getAllByRole('cell')
    .map(({ textContent }) => textContent)

test('the audit trail says who did what', async () => {
  await openTrail(
    { action: 'conversion.cancel', outcome: 'points_insufficient' },
    { action: 'review.decide', outcome: 'credit-refused: abandon (고객과 (두 번) 통화함)' },
    { by: '-', action: 'new', outcome: 'odd' },
    { action: 'conversion.cancel', outcome: 'done: taken' },
    { action: 'conversion.cancel', outcome: 'asked: taken' },
    { action: 'review.decide', outcome: 'asked: credit-refused: abandon (통화함)' },
    { action: 'conversion.read', by: 'manager', mediaCode: 'demomall' },
  )
  expect(cells(/ME0001/)).toEqual(['operator', '전환 취소', '없음', 'ME0001', '적립금이 모자람'])
  expect(cells(/ME0002/).at(-1)).toBe('적립이 거절됨: 그만두기 (고객과 (두 번) 통화함)')
  // What this console does not know yet is shown as it came.
  expect(cells(/ME0003/)).toEqual(['-', 'new', '없음', 'ME0003', 'odd'])
  expect(cells(/ME0004/).at(-1)).toBe('완료: 손으로 차감한 기록을 이번 취소로 봄')
  expect(cells(/ME0005/).at(-1)).toBe('요청함: 손으로 차감한 기록을 이번 취소로 봄')
  expect(cells(/ME0006/).at(-1)).toBe('요청함: 적립이 거절됨: 그만두기 (통화함)')
  expect(cells(/ME0007/)).toEqual(['manager', '전환 내용 열람', 'demomall', 'ME0007', '완료'])
})

test('a change says what each field was and is, in the words of the settings', async () => {
  await openTrail({
    action: 'media.change',
    changes: {
      capPerDay: { from: 30_000_000, to: 50_000_000 },
      memberProof: { from: 'none', to: 'cafe24-token' },
      accentColor: { from: null, to: '#1f4b99' },
      unverifiedAllowed: { from: false, to: true },
    },
  })
  const [fields, values] = ['dt', 'dd'].map((tag) =>
    Array.from(document.querySelectorAll(`.changes ${tag}`), ({ textContent }) => textContent),
  )
  expect(fields).toEqual(['하루의 한도', '회원 확인', '팝업 색', '무인증 조회팝업'])
  expect(values).toEqual([
    '30,000,000원 → 50,000,000원',
    '확인하지 않음 → Cafe24가 서명한 회원 토큰',
    '없음 → #1f4b99',
    '허용하지 않음 → 허용',
  ])
})

test('of a list only what was put in and taken out is said, and of a secret only that it is another', async () => {
  await openTrail({
    action: 'account.change',
    changes: {
      mediaCodes: { from: ['demomall', 'oldshop'], to: ['demomall', 'newmall'] },
      password: { from: '…', to: '…' },
    },
  })
  const values = Array.from(document.querySelectorAll('.changes dd'), ({ textContent }) => textContent)
  expect(values).toEqual(['뺌 oldshop더함 newmall', '바뀜 (값은 남기지 않음)'])
})

test('a new media, which sets everything, is one line until it is unfolded, and leaves out what it does not have', async () => {
  const { user } = await openTrail({
    action: 'media.add',
    changes: {
      name: { from: null, to: '데모몰' },
      mallId: { from: null, to: 'demomall' },
      origins: { from: null, to: [] },
      accentColor: { from: null, to: null },
      capPerCall: { from: null, to: 3_000_000 },
      capPerDay: { from: null, to: 30_000_000 },
      shops: { from: null, to: [{ shopNo: 1, currency: 'KRW', active: true }] },
    },
  })
  const summary = screen.getByText('바뀐 것 5가지')
  expect(summary.closest('details')?.open).toBe(false)
  await user.click(summary)
  const shops = screen.getByText('상점').nextElementSibling
  expect(shops?.textContent).toBe('더함 번호 1, 통화 KRW, 열려 있음 예')
  expect(screen.queryByText('팝업 색')).toBeNull()
})

test('the trail is narrowed to a person and to what was done, and read page by page', async () => {
  const audit: AuditEntry[] = Array.from({ length: 60 }, (_, index) =>
    anAuditEntry({
      by: index % 2 ? 'manager' : 'operator',
      action: index % 3 ? 'login' : 'logout',
      subject: `S${index}`,
    }),
  )
  const { user } = await openConsole('/console/audit', { data: { audit } })
  const rows = () => document.querySelectorAll('tbody tr').length
  await expect.poll(rows).toBe(50)
  await user.click(screen.getByRole('button', { name: '더 보기' }))
  await expect.poll(rows).toBe(60)
  await user.type(screen.getByLabelText('누가'), 'manager')
  await user.selectOptions(screen.getByLabelText('무엇을'), '로그아웃')
  await user.click(screen.getByRole('button', { name: '검색' }))
  expect(await screen.findByText('10건을 모두 보여드렸습니다.')).toBeTruthy()
  expect(rows()).toBe(10)
  expect(window.location.search).toBe('?by=manager&action=logout')
  await user.clear(screen.getByLabelText('누가'))
  await user.type(screen.getByLabelText('누가'), 'nobody')
  await user.click(screen.getByRole('button', { name: '검색' }))
  expect(await screen.findByText(/조건에 맞는 기록이 없습니다/)).toBeTruthy()
})

test('every action on the trail has a Korean name of its own', () => {
  const names = auditActions.map((action) => messages.audit.actions[action])
  expect(names.filter((name) => !/[가-힣]/.test(name))).toEqual([])
  expect(new Set(names).size).toBe(auditActions.length)
})

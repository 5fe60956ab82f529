import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { useSimulator } from './api.ts'

let nowMs = Date.UTC(2026, 0, 1)
const sim = useSimulator({ clock: () => nowMs })
beforeEach(() => {
  nowMs += 60_000
})
afterEach(() => sim.request('/_sim/faults', { method: 'DELETE' }))

/** A member with one row for each of these times and reasons. */
async function aMemberWith(memberId: string, rows: { issued_at?: string; reason?: string | null }[]) {
  await sim.aMember(memberId)
  const answer = await sim.addRows(rows.map((row) => ({ member_id: memberId, ...row })))
  expect(answer.status).toBe(204)
  return memberId
}
const reasons = async (query: Record<string, string>) => (await sim.rows(query)).map((row) => row['reason'])
const range = (count: number) => Array.from({ length: count }, (_, index) => index)

describe('a page', () => {
  test('holds ten rows where no limit is given', async () => {
    const member = await aMemberWith(
      'h-default',
      range(12).map(() => ({})),
    )
    expect(await sim.rows({ member_id: member })).toHaveLength(10)
    expect(await sim.rows({ member_id: member, limit: '100' })).toHaveLength(12)
  })

  test('can hold fewer rows than its limit, and the offset still counts rows', async () => {
    const member = await aMemberWith(
      'h-page',
      range(5).map((row) => ({ reason: `r${row}` })),
    )
    await sim.faults({ pageSize: 2 })
    expect(await reasons({ member_id: member, limit: '100' })).toEqual(['r4', 'r3'])
    expect(await reasons({ member_id: member, limit: '100', offset: '2' })).toEqual(['r2', 'r1'])
    expect(await reasons({ member_id: member, limit: '1' })).toEqual(['r4'])
  })

  test('shifts while another app gives points between two pages', async () => {
    await sim.json('/_sim/malls/demomall', 'PUT', { shops: [1, 2, 3] })
    const member = await sim.aMember('h-shift')
    await sim.addRows(range(2).map((row) => ({ member_id: member, shop_no: 3, reason: `r${row}` })))
    await sim.faults({ rowsBetweenPages: 1 })
    expect(await reasons({ shop_no: '3', limit: '1' })).toEqual(['r1'])
    expect(await reasons({ shop_no: '3', limit: '1', offset: '1' })).toEqual(['r1'])
    expect(await sim.rows({ shop_no: '3', limit: '1' })).toMatchObject([
      { case: 'AM', admin_id: 'other-app', reason: '다른 앱 적립', available_points_increase: '1.00' },
    ])
  })

  test('of one member does not shift: the other app gives to somebody else', async () => {
    const member = await aMemberWith(
      'a-first-of-all',
      range(2).map((row) => ({ reason: `r${row}` })),
    )
    await sim.faults({ rowsBetweenPages: 3 })
    expect(await reasons({ member_id: member, limit: '1', offset: '1' })).toEqual(['r0'])
    expect((await sim.books(member)).rows).toHaveLength(2)
  })
})

describe('the order of rows', () => {
  const rows = [
    { issued_at: '2026-01-05T10:00:00.100+09:00', reason: 'a' },
    { issued_at: '2026-01-05T10:00:00.900+09:00', reason: 'b' },
    { issued_at: '2026-01-05T10:00:01.500+09:00', reason: 'c' },
    { issued_at: '2026-01-04T10:00:00+09:00', reason: 'past' },
  ]

  test.each([
    ['newest-first', ['c', 'b', 'a', 'past']],
    ['oldest-first', ['past', 'a', 'b', 'c']],
    ['any-within-a-second', ['c', 'a', 'b', 'past']],
  ])('can be %s', async (rowOrder, wanted) => {
    const member = await aMemberWith(`h-${rowOrder}`.slice(0, 20), rows)
    await sim.faults({ rowOrder })
    expect(await reasons({ member_id: member })).toEqual(wanted)
  })
})

test.each([
  [undefined, ['in the day', 'at its start']],
  ['start-of-day', ['at its start']],
])('an end date without a time, read as %s, gives %j', async (bareEndDate, wanted) => {
  const member = await aMemberWith(`h-end-${bareEndDate}`.slice(0, 20), [
    { issued_at: '2026-01-07T00:00:00+09:00', reason: 'at its start' },
    { issued_at: '2026-01-07T12:00:00+09:00', reason: 'in the day' },
  ])
  await sim.faults({ ...(bareEndDate && { bareEndDate }) })
  const window = { member_id: member, start_date: '2026-01-07', end_date: '2026-01-07' }
  expect(await reasons(window)).toEqual(wanted)
  const withTime = { ...window, end_date: '2026-01-07T12:00:00+09:00' }
  expect(await reasons(withTime)).toEqual(['in the day', 'at its start'])
})

describe('a reason', () => {
  test.each([
    [{ as: 'null' }, null],
    [{ as: 'html-escaped' }, '전환 ME1 &#40;KT&#38;x&#41; &#128512;'],
    [{ as: 'cut', letters: 4 }, '전환 M'],
  ])('can come back changed by %j, and the books keep it', async (habit, wanted) => {
    const member = await aMemberWith(`h-${habit.as}`, [{ reason: '전환 ME1 (KT&x) 😀' }])
    await sim.faults({ reasons: habit })
    expect(await reasons({ member_id: member })).toEqual([wanted])
    expect((await sim.books(member)).rows).toMatchObject([{ reason: '전환 ME1 (KT&x) 😀' }])
  })

  test('is cut to 30 letters where no number is given', async () => {
    const member = await aMemberWith('h-cut-30', [{ reason: '가'.repeat(40) }])
    await sim.faults({ reasons: { as: 'cut' } })
    expect(await reasons({ member_id: member })).toEqual(['가'.repeat(30)])
  })

  test('of the same rows is changed at each reading, by the seed', async () => {
    const member = await aMemberWith(
      'h-share',
      range(100).map(() => ({ reason: 'kept' })),
    )
    const read = async (seed: number) => {
      await sim.faults({ seed, reasons: { as: 'null', share: 0.5 } })
      return reasons({ member_id: member, limit: '100' })
    }
    const first = await read(1)
    expect(await reasons({ member_id: member, limit: '100' })).toEqual(first)
    expect(await read(1)).toEqual(first)
    expect(await read(2)).not.toEqual(first)
    const changed = first.filter((reason) => reason === null).length
    expect(changed).toBeGreaterThan(30)
    expect(changed).toBeLessThan(70)
  })
})

test('some rows can come back without a real date, the same ones at each reading', async () => {
  const member = await aMemberWith(
    'h-malformed',
    range(100).map(() => ({})),
  )
  await sim.faults({ malformedRows: 0.3 })
  const dates = async () =>
    (await sim.rows({ member_id: member, limit: '100' })).map((row) => row['issue_date'])
  const first = await dates()
  expect(await dates()).toEqual(first)
  const malformed = first.filter((date) => date === '0000-00-00 00:00:00').length
  expect(malformed).toBeGreaterThan(15)
  expect(malformed).toBeLessThan(45)
})

test.each([{ pageSize: 0 }, { pageSize: 101 }, { rowOrder: 'random' }, { reasons: { as: 'upper' } }])(
  'the habit %j does not exist',
  async (habit) => {
    expect((await sim.faults(habit)).status).toBe(422)
  },
)

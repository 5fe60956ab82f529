// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Member } from '../src/index.ts'
import { awaitMember } from '../src/pressed/await-member.ts'
import { leaveNoTrace } from './storefront.ts'

let member: Member
const read = () => member

beforeEach(() => {
  vi.useFakeTimers()
  vi.spyOn(performance, 'now').mockReturnValue(1000)
})
afterEach(() => {
  vi.restoreAllMocks()
  leaveNoTrace()
})

test.each<Member>([{ kind: 'member', memberId: 'shopper1' }, { kind: 'guest' }, { kind: 'unavailable' }])(
  'who is known already is not waited for: %o',
  async (known) => {
    member = known
    expect(await awaitMember(read)).toEqual(known)
    expect(vi.getTimerCount()).toBe(0)
  },
)

test('a member who comes late ends the waiting', async () => {
  member = { kind: 'pending' }
  const awaited = awaitMember(read)
  await vi.advanceTimersByTimeAsync(2000)
  member = { kind: 'member', memberId: 'shopper1' }
  await vi.advanceTimersByTimeAsync(100)
  expect(await awaited).toEqual(member)
  expect(vi.getTimerCount()).toBe(0)
})

test.each<Member>([{ kind: 'pending' }, { kind: 'expired', expiredAtMs: 1 }, { kind: 'malformed' }])(
  'what has not changed after 5 s is how it is: %o',
  async (unchanged) => {
    member = unchanged
    const awaited = awaitMember(read)
    await vi.advanceTimersByTimeAsync(4900)
    expect(vi.getTimerCount()).toBeGreaterThan(0)
    await vi.advanceTimersByTimeAsync(100)
    expect(await awaited).toEqual(unchanged)
    expect(vi.getTimerCount()).toBe(0)
  },
)

test('an outdated record on a page long loaded is not waited for: it only gets older', async () => {
  vi.mocked(performance.now).mockReturnValue(60_000)
  member = { kind: 'expired', expiredAtMs: 1 }
  expect(await awaitMember(read)).toEqual(member)
})

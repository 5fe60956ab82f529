// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createPointPay, type Member } from '../src/index.ts'
import { aMember, leaveNoTrace } from './storefront.ts'

let seen: Member['kind'][]
let stop: () => void

beforeEach(() => {
  vi.useFakeTimers()
  seen = []
  stop = createPointPay({ aCode: 'DEMO' }).watchMember(({ kind }) => seen.push(kind))
})
afterEach(() => {
  stop()
  leaveNoTrace()
})

test('the member is known within 100 ms of being written', () => {
  vi.advanceTimersByTime(3050)
  sessionStorage.setItem('member_1', aMember('shopper1'))
  vi.advanceTimersByTime(100)
  expect(seen).toEqual(['pending', 'member'])
})

test('once the member is known nothing is looked at any more', () => {
  sessionStorage.setItem('member_1', aMember('shopper1'))
  vi.advanceTimersByTime(100)
  expect(vi.getTimerCount()).toBe(0)
})

test('a member who never comes is not waited for beyond 30 s', () => {
  vi.advanceTimersByTime(30_200)
  expect(vi.getTimerCount()).toBe(0)
})

test('coming back to the tab looks again', () => {
  vi.advanceTimersByTime(60_000)
  sessionStorage.setItem('member_1', aMember('shopper1'))
  vi.advanceTimersByTime(60_000)
  expect(seen).toEqual(['pending', 'guest'])
  dispatchEvent(new Event('focus'))
  expect(seen).toEqual(['pending', 'guest', 'member'])
})

test('another member, after a logout elsewhere, is told', () => {
  sessionStorage.setItem('member_1', aMember('first'))
  vi.advanceTimersByTime(100)
  sessionStorage.setItem('member_1', aMember('second'))
  dispatchEvent(new Event('focus'))
  expect(seen).toEqual(['pending', 'member', 'member'])
})

test('a watch that was stopped tells nothing and listens to nothing', () => {
  stop()
  sessionStorage.setItem('member_1', aMember('shopper1'))
  dispatchEvent(new Event('focus'))
  vi.advanceTimersByTime(1000)
  expect(seen).toEqual(['pending'])
  expect(vi.getTimerCount()).toBe(0)
})

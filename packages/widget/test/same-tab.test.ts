import { expect, test } from 'vitest'
import { prefersSameTab } from '../src/opening/same-tab.ts'

const prefers = (userAgent: string, maxTouchPoints = 0) =>
  prefersSameTab({ userAgent, maxTouchPoints } as Navigator)

const mac =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.5 Safari/605.1.15'
const windows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0.0.0 Safari/537.36'

test.each([
  ['an iPad, which calls itself a Mac', mac, 5],
  ['an iPad of old', 'Mozilla/5.0 (iPad; CPU OS 12_5 like Mac OS X) AppleWebKit/605.1.15', 5],
  ['KakaoTalk for Windows', `${windows} KAKAOTALK`, 0],
  ['Naver', `${windows} NAVER(inapp; search; 1000; 12.3.1)`, 0],
  ['Instagram', `${windows} Instagram 330.0`, 0],
  ['Facebook on iOS', `${windows} [FBAN/FBIOS]`, 0],
  ['Facebook on Android', `${windows} [FBAV/460.0]`, 0],
  ['LINE', `${windows} Line/14.9.0`, 0],
])('in %s PointPay takes this tab', (_, userAgent, maxTouchPoints) => {
  expect(prefers(userAgent, maxTouchPoints)).toBe(true)
})

test.each([
  ['Safari on a Mac', mac, 0],
  ['Chrome on Windows', windows, 0],
  ['a Windows laptop with a touch screen', windows, 10],
  ['Naver’s desktop browser, Whale', `${windows} Whale/3.28.266.14`, 0],
  ['a browser whose name ends in "line"', `${windows} Online/1.0`, 0],
])('in %s it is a popup', (_, userAgent, maxTouchPoints) => {
  expect(prefers(userAgent, maxTouchPoints)).toBe(false)
})

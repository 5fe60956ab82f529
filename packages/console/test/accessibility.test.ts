// @vitest-environment jsdom
import { screen } from '@testing-library/preact'
import axe from 'axe-core'
import { expect, test } from 'vitest'
import { sampleData } from '../src/dev/sample-data.ts'
import { meetTheWire, NOW, openConsole } from './console.ts'

meetTheWire()

const service = { pointhub: true, sandbox: true }

test.each([
  ['/console/conversions', 'KT포인트다모아'],
  ['/console/reviews', '검토 대기'],
  ['/console/media', '매체'],
  ['/console/media/newmall', '새로 여는 몰'],
  ['/console/new-media', '매체 추가'],
  ['/console/settlement', '정산'],
  ['/console/accounts', '계정'],
  ['/console/audit', '감사 기록'],
])('axe finds nothing at %s', async (address, heading) => {
  const { accounts: _accounts, ...data } = sampleData(NOW, service, 20)
  await openConsole(address, { data, service })
  await screen.findByRole('heading', { level: 1, name: heading })
  await expect.poll(() => document.querySelector('.loading')).toBeNull()
  const { violations } = await axe.run(document.body, {
    // Neither colours nor regions are computed without a browser's layout; the journeys look at those.
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  })
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
})

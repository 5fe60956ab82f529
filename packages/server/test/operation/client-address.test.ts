import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { createClientAddress } from '../../src/http/client-address.ts'

/** What the service takes for the caller's address, and how often it was told of a proxy that it does not trust. */
function aService({ trustProxy }: { trustProxy: boolean }) {
  let warnings = 0
  const clientAddress = createClientAddress(trustProxy, () => (warnings += 1))
  const app = new Hono().get('/', (c) => c.text(clientAddress(c)))
  return {
    async call({ from, forwarded }: { from: string; forwarded?: string }) {
      const socket = { remoteAddress: from, remotePort: 1, remoteFamily: 'IPv4' }
      const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
      return (await app.request('/', { headers }, { incoming: { socket } })).text()
    },
    warnings: () => warnings,
  }
}

test('a proxy of our network that is not trusted is told once, and is taken for the caller', async () => {
  const service = aService({ trustProxy: false })
  for (let calls = 0; calls < 3; calls += 1)
    expect(await service.call({ from: '10.0.0.2', forwarded: '203.0.113.7' })).toBe('10.0.0.2')
  expect(service.warnings()).toBe(1)
})

test('a caller from outside who writes the header itself is no proxy of ours', async () => {
  const service = aService({ trustProxy: false })
  expect(await service.call({ from: '203.0.113.7', forwarded: '10.0.0.2' })).toBe('203.0.113.7')
  expect(service.warnings()).toBe(0)
})

test('a trusted proxy says who calls, and nothing is told', async () => {
  const service = aService({ trustProxy: true })
  expect(await service.call({ from: '10.0.0.2', forwarded: '198.51.100.1, 203.0.113.7' })).toBe('203.0.113.7')
  expect(service.warnings()).toBe(0)
})

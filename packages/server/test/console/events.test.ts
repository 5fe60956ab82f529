import { conversionDetailSchema, type ConversionDetail } from '@pointpay/contracts'
import { expect, test } from 'vitest'
import { type Person, refusal } from './support/person.ts'
import { useWorlds } from './support/world.ts'

const aWorld = useWorlds()

/** Reads a stream's events until it is told enough or the stream ends. */
async function watch(person: Person, number: string, isEnough: (detail: ConversionDetail) => boolean) {
  const response = await person.request(`/conversions/shop/${number}/events`)
  expect(response.headers.get('content-type')).toContain('text/event-stream')
  const seen: ConversionDetail[] = []
  let rest = ''
  let ended = false
  let heartbeats = 0
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  const done = (async () => {
    for (;;) {
      const { value, done: isOver } = await reader.read()
      if (isOver) break
      const blocks = (rest + value).split('\n\n')
      rest = blocks.pop() ?? ''
      heartbeats += blocks.filter((each) => each === ':').length
      for (const block of blocks.filter((each) => each.startsWith('event: conversion')))
        seen.push(conversionDetailSchema.parse(JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? '')))
      const last = seen.at(-1)
      if (last && isEnough(last)) break
    }
    ended = true
    await reader.cancel()
  })()
  return { seen, done, isOver: () => ended, heartbeats: () => heartbeats }
}

test('a cancel is followed live, from the first look until the points are back', async () => {
  const world = await aWorld()
  const manager = await world.manager()
  const number = await world.convert(5_000)
  const stream = await watch(manager, number, ({ state }) => state === 'cancelled')
  await world.until('the first event', async () => stream.seen.length === 1)
  await manager.send('POST', `/conversions/shop/${number}/cancel`, { reason: '고객 요청' })
  await stream.done
  const states = stream.seen.map(({ state }) => state)
  expect(states[0]).toBe('credited')
  expect(states).toContain('cancelling')
  expect(states.at(-1)).toBe('cancelled')
  expect(stream.seen.at(-1)?.history.at(-1)).toMatchObject({ subject: 'conversion', to: 'cancelled' })
})

test('a credit that is still on its way tells when it has arrived', async () => {
  const world = await aWorld()
  const manager = await world.manager()
  await world.mall.faults(world.mallId, { rates: { tooMany: 1 } })
  const { transactionNumber } = await world.accept()
  const stream = await watch(manager, transactionNumber, ({ state }) => state === 'credited')
  await world.until('the first event', async () => stream.seen.length > 0)
  await world.mall.faults(world.mallId, {})
  await stream.done
  expect(stream.seen.at(-1)).toMatchObject({ state: 'credited', parts: [{ state: 'credited' }] })
})

test('a silent stream says that it lives, and ends for somebody who may no longer look', async () => {
  const world = await aWorld({ heartbeatMs: 20 })
  const operator = await world.operator()
  const manager = await world.manager()
  const number = await world.convert(5_000)
  const response = await manager.request(`/conversions/shop/${number}/events`)
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  while (!text.includes(':\n\n')) text += (await reader.read()).value ?? ''
  expect(text.match(/event: conversion/g)).toHaveLength(1)
  await operator.send('PATCH', '/accounts/manager', { mediaCodes: [] })
  while (!(await reader.read()).done) continue
  expect((await refusal(await manager.request(`/conversions/shop/${number}/events`))).status).toBe(404)
})

test('a page that is only left open keeps no session alive', async () => {
  const world = await aWorld({ heartbeatMs: 20 })
  const manager = await world.manager()
  const { transactionNumber } = await world.accept()
  const stream = await watch(manager, transactionNumber, () => false)
  await world.until('the first event', async () => stream.seen.length > 0)
  world.clock.advance(3_600_000)
  const heard = stream.heartbeats()
  await world.until('a sign of life', async () => stream.heartbeats() > heard + 1)
  world.clock.advance(3_600_000)
  await world.until('the end', async () => stream.isOver())
  expect((await refusal(await manager.request('/me'))).code).toBe('not_logged_in')
})

test('streams end when the service stops', async () => {
  const world = await aWorld()
  const manager = await world.manager()
  const number = await world.convert(5_000)
  const stream = await watch(manager, number, () => false)
  await world.until('the first event', async () => stream.seen.length === 1)
  await world.console.worker.stop()
  await world.until('the end', async () => stream.isOver())
})

test('a stream ends with the login', async () => {
  const world = await aWorld({ heartbeatMs: 20 })
  const manager = await world.manager()
  const number = await world.convert(5_000)
  const stream = await watch(manager, number, () => false)
  await world.until('the first event', async () => stream.seen.length === 1)
  await manager.send('POST', '/logout')
  await world.until('the end', async () => stream.isOver())
})

test('an account follows eight conversions at once, a HEAD request for one holds none, and one that is closed makes room', async () => {
  const world = await aWorld()
  const manager = await world.manager()
  const operator = await world.operator()
  const number = await world.convert(5_000)
  const path = `/conversions/shop/${number}/events`
  const streams: Response[] = []
  for (let opened = 0; opened < 8; opened += 1) {
    await manager.request(path, { method: 'HEAD' })
    streams.push(await manager.request(path))
  }
  expect(streams.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200))
  expect(await refusal(await manager.request(path))).toMatchObject({
    status: 429,
    code: 'too_many_requests',
    retryAfter: '15',
    message: expect.stringContaining('8건'),
  })
  expect((await operator.request(path)).status).toBe(200)
  await streams[0]?.body?.cancel()
  await world.until('a free place', async () => (await manager.request(path)).ok)
})

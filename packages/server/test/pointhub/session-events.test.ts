import { onlyFirstShop, sessionViewSchema, type SessionView } from '@pointpay/contracts'
import { expect, test, vi } from 'vitest'
import { refusal, type Shopper } from './support/browser.ts'
import { useWorlds } from './support/pointhub.ts'

const aWorld = useWorlds()

/** The session's events as an EventSource would see them. */
async function follow(shopper: Shopper) {
  const aborter = new AbortController()
  const response = await shopper.browser.request(`/pointhub/api/sessions/${shopper.id}/events`, {
    signal: aborter.signal,
  })
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/)
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  const seen: { view: SessionView; atMs: number }[] = []
  let ended = false
  const reading = (async () => {
    let text = ''
    for (;;) {
      const { value, done } = (await reader?.read()) ?? { done: true, value: '' }
      if (done) break
      const parts = (text + value).split('\n\n')
      text = parts.pop() ?? ''
      for (const part of parts) {
        const data = /^event: session\ndata: (.*)$/m.exec(part)?.[1]
        if (data) seen.push({ view: sessionViewSchema.parse(JSON.parse(data)), atMs: performance.now() })
      }
    }
    ended = true
  })()
  return {
    seen,
    ended: () => ended,
    async until(state: string): Promise<number> {
      const deadline = performance.now() + 5_000
      for (;;) {
        const found = seen.find(({ view }) => view.conversion?.state === state)
        if (found) return found.atMs
        if (performance.now() > deadline) throw new Error(`Seen: ${JSON.stringify(seen.at(-1)?.view)}`)
        await new Promise((resolve) => setTimeout(resolve, 2))
      }
    },
    async stop() {
      await reader?.cancel()
      await reading
    },
  }
}

test('the first event comes at once, and each change of the session follows', async () => {
  const world = await aWorld()
  const shopper = await world.browser().open()
  const events = await follow(shopper)
  await world.until(async () => events.seen.length === 1)
  expect(events.seen[0]?.view).toEqual(shopper.view)
  await shopper.identify()
  await shopper.select('KT', 5_000)
  await world.until(async () => events.seen.at(-1)?.view.selection?.points === 5_000)
  await shopper.convert()
  await events.until('credited')
  await events.stop()
})

test('a credit that changes elsewhere reaches the shopper within 50 ms', async () => {
  const world = await aWorld({
    shop: { kind: 'cafe24', mallId: 'demomall', shops: onlyFirstShop },
  })
  const shopper = await (await world.browser().open()).identify()
  await (await shopper.select('KT', 5_000)).convert()
  const number = shopper.view.conversion?.transactionNumber ?? ''
  world.credits.set('shop', number, { state: 'accepted', creditedAt: null })
  const events = await follow(shopper)
  await events.until('converted')
  const changedMs = performance.now()
  world.credits.set('shop', number, { state: 'credited', creditedAt: world.clock.now() })
  expect((await events.until('credited')) - changedMs).toBeLessThan(50)
  await events.stop()
})

test('a change made by another process reaches the shopper too', async () => {
  const world = await aWorld()
  const shopper = await (await world.browser().open()).identify()
  await shopper.select('KT', 5_000)
  const events = await follow(shopper)
  await Object.assign(shopper, { browser: shopper.browser.at(world.another().routes) }).convert()
  await events.until('credited')
  await events.stop()
})

test('a credit that is held up for a minute is shown as delayed, and as credited once it comes', async () => {
  const world = await aWorld({
    shop: { kind: 'cafe24', mallId: 'demomall', shops: onlyFirstShop },
  })
  const shopper = await (await world.browser().open()).identify()
  await (await shopper.select('KT', 5_000)).convert()
  const number = shopper.view.conversion?.transactionNumber ?? ''
  world.credits.set('shop', number, { state: 'waiting', creditedAt: null })
  await shopper.until('converted')
  world.clock.advance(60_000)
  await shopper.until('delayed')
  world.credits.set('shop', number, { state: 'credited', creditedAt: world.clock.now() })
  expect((await shopper.until('credited')).conversion?.creditedAt).toBe(world.clock.now().toISOString())
})

test('a browser that goes while its stream begins is forgotten', async () => {
  let begin = () => {}
  const begun = new Promise<void>((resolve) => {
    begin = resolve
  })
  const world = await aWorld({ listen: () => begun.then(() => () => {}) })
  const shopper = await world.browser().open()
  const response = await shopper.browser.request(`/pointhub/api/sessions/${shopper.id}/events`)
  await response.body?.cancel()
  const read = vi.spyOn(world.media, 'byCode')
  begin()
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(read).not.toHaveBeenCalled()
})

test('where the database could not be listened to, the next stream tries again', async () => {
  let tries = 0
  const world = await aWorld({
    listen: async (channel) => {
      if (channel === 'pointhub_session' && (tries += 1) === 1) throw new Error('The database is away.')
      return () => {}
    },
  })
  const shopper = await world.browser().open()
  const first = await follow(shopper)
  await world.until(async () => first.ended())
  const second = await follow(shopper)
  await world.until(async () => second.seen.length === 1)
  await second.stop()
})

test('streams end when the service stops', async () => {
  const world = await aWorld()
  const events = await follow(await world.browser().open())
  await world.pointhub.worker.stop()
  await world.until(async () => events.ended())
})

test('a stream ends when the shopper leaves, which it says first', async () => {
  const world = await aWorld()
  const shopper = await world.browser().open()
  const events = await follow(shopper)
  await world.until(async () => events.seen.length === 1)
  await shopper.call('DELETE', '')
  await world.until(async () => events.ended())
  expect(events.seen.at(-1)?.view.open).toBe(false)
})

test('a stream ends when its session runs out, and one that is opened later tells that and ends', async () => {
  const world = await aWorld({ heartbeatMs: 20 })
  const shopper = await world.browser().open()
  const events = await follow(shopper)
  await world.until(async () => events.seen.length === 1)
  world.clock.advance(30 * 60_000)
  await world.until(async () => events.ended())
  const later = await follow(shopper)
  await world.until(async () => later.ended())
  for (const { seen } of [events, later]) expect(seen.at(-1)?.view.open).toBe(false)
})

test('a stream ends when its session is deleted', async () => {
  const world = await aWorld({ heartbeatMs: 20 })
  const shopper = await world.browser().open()
  const events = await follow(shopper)
  await world.until(async () => events.seen.length === 1)
  await world.store.db.deleteFrom('pointhub_session').execute()
  await world.until(async () => events.ended())
  expect(world.log.map(({ event }) => event)).not.toContain('session.stream_failed')
})

test('a credit that is held up is followed beyond the session’s end, until it is there', async () => {
  const world = await aWorld({
    shop: { kind: 'cafe24', mallId: 'demomall', shops: onlyFirstShop },
    heartbeatMs: 20,
  })
  const shopper = await (await world.browser().open()).identify()
  await (await shopper.select('KT', 5_000)).convert()
  const number = shopper.view.conversion?.transactionNumber ?? ''
  world.credits.set('shop', number, { state: 'waiting', creditedAt: null })
  const events = await follow(shopper)
  await events.until('converted')
  world.clock.advance(31 * 60_000)
  await events.until('delayed')
  await world.until(async () => events.seen.at(-1)?.view.open === false)
  expect(events.ended()).toBe(false)
  world.credits.set('shop', number, { state: 'credited', creditedAt: world.clock.now() })
  await events.until('credited')
  await world.until(async () => events.ended())
})

const streamOf = (shopper: Shopper) => shopper.call('GET', '/events')

test('a session has four streams; a fifth is told when to ask again, and has the place of one that was closed', async () => {
  const world = await aWorld()
  const shopper = await world.browser().open()
  const streams = [await follow(shopper), await follow(shopper), await follow(shopper), await follow(shopper)]
  const fifth = await streamOf(shopper)
  expect(Number(fifth.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(await refusal(fifth)).toMatchObject({ code: 'too_many_requests', status: 429 })
  await streams.pop()?.stop()
  await world.until(async () => (await streamOf(shopper)).ok)
})

test('a browser, a network and a process have streams up to a number each, in however many sessions', async () => {
  const world = await aWorld({ limits: { streams: { session: 1, browser: 2, network: 3, service: 5 } } })
  const opened = async (addresses: readonly string[]) => {
    const statuses: number[] = []
    for (const address of addresses)
      statuses.push((await streamOf(await world.browser(address).open())).status)
    return statuses
  }
  const browser = world.browser('203.0.113.1')
  const statuses: number[] = []
  for (let session = 0; session < 3; session += 1)
    statuses.push((await streamOf(await browser.open())).status)
  expect(statuses).toEqual([200, 200, 429])
  expect(await opened(['203.0.113.1', '203.0.113.1'])).toEqual([200, 429])
  expect(await opened(['203.0.113.2', '203.0.113.3', '203.0.113.4'])).toEqual([200, 200, 429])
})

test('a HEAD request for a stream holds none open', async () => {
  const world = await aWorld({ limits: { streams: { session: 1 } } })
  const shopper = await world.browser().open()
  for (let times = 0; times < 3; times += 1)
    expect((await shopper.call('HEAD', '/events')).headers.get('content-type')).toMatch(/^text\/event-stream/)
  expect((await streamOf(shopper)).status).toBe(200)
})

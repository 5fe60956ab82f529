import { expect, test } from 'vitest'
import { defaultLimits } from '../../src/pointhub/limits.ts'
import { type Browser, refusal, type Shopper, view } from './support/browser.ts'
import { aMedia, useWorlds } from './support/pointhub.ts'

const aWorld = useWorlds()
const someone = { name: '홍길동', phone: '010-1234-5678' }

/** The sandbox's codes under the limits of real ones. */
const real = { limits: { playedCodes: defaultLimits.codes } }

const sendCode = (shopper: Shopper) => shopper.call('POST', '/identity', someone)
const confirm = (shopper: Shopper, code: string) => shopper.call('POST', '/identity/confirm', { code })

async function codeSent(shopper: Shopper): Promise<string> {
  const { identity } = await view(await sendCode(shopper))
  if (identity.status !== 'sent') throw new Error(identity.status)
  return identity.sandboxCode ?? ''
}

const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

test('a code is sent, and shown again after a reload', async () => {
  const world = await aWorld()
  const shopper = await world.browser().open()
  const code = await codeSent(shopper)
  expect((await shopper.reload()).identity).toEqual({
    status: 'sent',
    maskedPhone: '010-****-5678',
    codeExpiresAt: '2026-11-24T03:03:00.000Z',
    resendAt: '2026-11-24T03:00:30.000Z',
    triesLeft: 5,
    sandboxCode: code,
  })
})

test('a wrong code leaves one try less, and the right one still counts', async () => {
  const world = await aWorld()
  const shopper = await world.browser().open()
  const code = await codeSent(shopper)
  expect(await refusal(await confirm(shopper, wrong(code)))).toMatchObject({
    code: 'identity_code_wrong',
    details: { triesLeft: 4 },
  })
  expect((await view(await confirm(shopper, code))).identity.status).toBe('verified')
})

test('after five wrong tries a code is dead, however many arrive at once, and a new one must be asked for', async () => {
  const world = await aWorld()
  const shopper = await world.browser().open()
  const code = await codeSent(shopper)
  const codes = await Promise.all(
    Array.from({ length: 8 }, async () => (await refusal(await confirm(shopper, wrong(code)))).code),
  )
  expect(codes.filter((each) => each === 'identity_code_wrong')).toHaveLength(4)
  expect(codes.filter((each) => each === 'identity_code_expired')).toHaveLength(4)
  expect(await refusal(await confirm(shopper, code))).toMatchObject({
    code: 'identity_code_expired',
    details: { triesLeft: 0 },
    message: expect.stringContaining('여러 번 틀려 더 쓸 수 없습니다'),
  })
  expect((await shopper.reload()).identity).toMatchObject({ status: 'sent', triesLeft: 0 })
  world.clock.advance(30_000)
  expect((await view(await confirm(shopper, await codeSent(shopper)))).identity.status).toBe('verified')
})

test('a stranger’s wrong tries keep the phone’s owner from nothing', async () => {
  const world = await aWorld(real)
  for (const address of ['203.0.113.1', '203.0.113.2']) {
    const stranger = await world.browser(address).open()
    const code = await codeSent(stranger)
    for (let tries = 0; tries < 7; tries += 1) await confirm(stranger, wrong(code))
  }
  const owner = await world.browser('198.51.100.7').open()
  expect((await view(await confirm(owner, await codeSent(owner)))).identity.status).toBe('verified')
})

test('three codes’ worth of wrong tries lock that browser for ten minutes, in all its sessions, and no other', async () => {
  const world = await aWorld()
  const browser = world.browser()
  let shopper = await browser.open()
  for (let codes = 0; codes < 3; codes += 1) {
    shopper = await browser.open()
    const code = await codeSent(shopper)
    for (let tries = 0; tries < 5; tries += 1) await confirm(shopper, wrong(code))
  }
  const locked = { status: 'locked', until: '2026-11-24T03:10:00.000Z' }
  expect((await shopper.reload()).identity).toEqual(locked)
  expect((await browser.open()).view.identity).toEqual(locked)
  world.clock.advance(4 * 60_000)
  const answer = await sendCode(await browser.open())
  expect(answer.headers.get('retry-after')).toBe('360')
  expect(await refusal(answer)).toMatchObject({
    code: 'identity_locked',
    status: 429,
    message: expect.stringContaining('6분 뒤에'),
  })
  await (await world.browser().open()).identify(someone.name, someone.phone)
  world.clock.advance(6 * 60_000)
  await (await browser.open()).identify(someone.name, someone.phone)
})

test('a test, which shows its code to anybody, neither locks a browser for real nor uses up a phone’s codes', async () => {
  const world = await aWorld(real)
  await world.media.add(aMedia({ code: 'trial' as never, mode: 'test' }))
  const browser = world.browser()
  for (let codes = 0; codes < 3; codes += 1) {
    const trial = await browser.open({ aCode: 'trial' })
    const shown = await codeSent(trial)
    for (let tries = 0; tries < 5; tries += 1) await confirm(trial, wrong(shown))
  }
  expect((await browser.open({ aCode: 'trial' })).view.identity.status).toBe('locked')
  const shopper = await browser.open()
  expect((await view(await confirm(shopper, await codeSent(shopper)))).identity.status).toBe('verified')
})

test('a code is good for three minutes', async () => {
  const world = await aWorld()
  const shopper = await world.browser().open()
  const code = await codeSent(shopper)
  world.clock.advance(3 * 60_000)
  expect((await refusal(await confirm(shopper, code))).code).toBe('identity_code_expired')
})

test('another code may be asked for after thirty seconds, and the earlier one is then dead', async () => {
  const world = await aWorld()
  const shopper = await world.browser().open()
  const first = await codeSent(shopper)
  expect(await refusal(await sendCode(shopper))).toMatchObject({
    code: 'identity_too_soon',
    details: { resendAt: '2026-11-24T03:00:30.000Z' },
  })
  world.clock.advance(30_000)
  const second = await codeSent(shopper)
  if (first !== second)
    expect((await refusal(await confirm(shopper, first))).code).toBe('identity_code_wrong')
  expect((await view(await confirm(shopper, second))).identity.status).toBe('verified')
})

test('a phone is sent three codes in ten minutes from one network, however many sessions ask at once', async () => {
  const world = await aWorld(real)
  const answers = await Promise.all(
    Array.from({ length: 8 }, async () => sendCode(await world.browser('203.0.113.1').open())),
  )
  expect(answers.filter(({ ok }) => ok)).toHaveLength(3)
  const refused = await Promise.all(answers.filter(({ ok }) => !ok).map(refusal))
  expect(refused).toMatchObject(
    Array.from({ length: 5 }, () => ({
      code: 'identity_too_often',
      status: 429,
      details: { retryAfterS: 600 },
      message: expect.stringContaining('10분 뒤에'),
    })),
  )
  // What one caller may not do uses up nothing of the phone's owner's.
  await codeSent(await world.browser('198.51.100.7').open())
  world.clock.advance(10 * 60_000)
  await codeSent(await world.browser('203.0.113.1').open())
})

test('a phone is sent ten codes in ten minutes, from wherever they are asked for', async () => {
  const world = await aWorld(real)
  const answers: Response[] = []
  for (let caller = 1; caller <= 11; caller += 1)
    answers.push(await sendCode(await world.browser(`203.0.113.${caller}`).open()))
  expect(answers.map(({ status }) => status)).toEqual([...Array.from({ length: 10 }, () => 200), 429])
})

/** Asks for codes to so many phones, each in a session of its own. */
async function codesTo(phones: number, browserOf: (phone: number) => Browser) {
  const answers: Response[] = []
  for (let phone = 0; phone < phones; phone += 1) {
    const shopper = await browserOf(phone).open()
    const number = `010-0000-${String(phone).padStart(4, '0')}`
    answers.push(await shopper.call('POST', '/identity', { name: '홍길동', phone: number }))
  }
  const refused = answers.find(({ ok }) => !ok)
  return { sent: answers.filter(({ ok }) => ok).length, refused: refused && (await refusal(refused)) }
}

test('a browser rings five phones in ten minutes', async () => {
  const world = await aWorld(real)
  const browser = world.browser()
  const { sent, refused } = await codesTo(7, () => browser)
  expect([sent, refused?.code]).toEqual([5, 'identity_too_often'])
  expect(world.log.map(({ event }) => event)).not.toContain('identity.limit_reached')
})

test('a network rings twenty phones in ten minutes, with however many browsers and addresses', async () => {
  const world = await aWorld(real)
  const { sent, refused } = await codesTo(30, (phone) => world.browser(`2001:db8:0:1::${phone}`))
  expect([sent, refused?.code]).toEqual([20, 'too_many_requests'])
  expect(world.log.filter(({ event }) => event === 'identity.limit_reached')).toMatchObject([
    { fields: { scope: 'network' } },
  ])
  await codeSent(await world.browser('2001:db8:0:2::1').open())
})

test('a carrier’s address is not held up by codes that were confirmed', async () => {
  const world = await aWorld(real)
  for (let times = 0; times < 25; times += 1) {
    const shopper = await (await world.browser('203.0.113.1').open()).identify()
    expect(shopper.view.identity.status).toBe('verified')
  }
})

test('what a media’s and the whole service’s codes may cost is bounded, over all processes, and logged once', async () => {
  const world = await aWorld({
    limits: { playedCodes: { ...defaultLimits.codes, media: 3, service: 5 } },
  })
  await world.media.add(aMedia({ code: 'other' as never }))
  const second = world.another()
  const ring = async (phone: number, aCode: string) => {
    const browser = phone % 2 ? world.browser() : world.browserOf(second)
    browser.address = `203.0.113.${phone}`
    const shopper = await browser.open({ aCode })
    const given = { name: '홍길동', phone: `010-0000-000${phone}` }
    return (await shopper.call('POST', '/identity', given)).status
  }
  const statuses: number[] = []
  for (const [phone, aCode] of ['shop', 'shop', 'shop', 'shop', 'shop', 'other', 'other', 'other'].entries())
    statuses.push(await ring(phone, aCode))
  expect(statuses).toEqual([200, 200, 200, 429, 429, 200, 200, 429])
  expect(world.log.filter(({ event }) => event === 'identity.limit_reached')).toEqual([
    { event: 'identity.limit_reached', fields: { scope: 'media', mediaCode: 'shop', test: false } },
    { event: 'identity.limit_reached', fields: { scope: 'service', mediaCode: 'other', test: false } },
  ])
})

test('no phone, no address and no browser lies readable in the counts, and ended ones are dropped', async () => {
  const world = await aWorld()
  const shopper = await world.browser('203.0.113.77').open()
  await confirm(shopper, wrong(await codeSent(shopper)))
  const counts = () => world.store.db.selectFrom('pointhub_count').selectAll().execute()
  const rows = await counts()
  expect(rows.length).toBeGreaterThan(5)
  for (const { key } of rows) expect(key).toMatch(/^[\w-]{43}$/)
  world.clock.advance(10 * 60_000 + 1)
  await world.until(async () => (await counts()).length === 0)
})

test('whoever holds the phone is not counted by what was sent before', async () => {
  const world = await aWorld(real)
  for (let time = 0; time < 12; time += 1) {
    const shopper = await (await world.browser().open()).identify(someone.name, someone.phone)
    expect(shopper.view.identity.status).toBe('verified')
  }
})

test('no code, no name and no phone lie readable in the database, and none is logged', async () => {
  const world = await aWorld()
  const shopper = await world.browser().open()
  const code = await codeSent(shopper)
  const identity = await world.store.db.selectFrom('pointhub_identity').selectAll().execute()
  await confirm(shopper, code)
  await (await shopper.select('KT', 5_000)).convert()
  await shopper.until('credited')
  const sessions = await world.store.db.selectFrom('pointhub_session').selectAll().execute()
  const everything = JSON.stringify([identity, sessions, world.log])
  for (const secret of [someone.name, '01012345678', '010-1234-5678', `"${code}"`])
    expect(everything).not.toContain(secret)
})

test('what is known of a person is erased when the session is over', async () => {
  const world = await aWorld()
  await (await world.browser().open()).identify()
  world.clock.advance(31 * 60_000)
  await world.until(async () => {
    const [row] = await world.store.db.selectFrom('pointhub_session').select('person').execute()
    return row?.person === null
  })
})

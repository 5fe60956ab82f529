import type { ServerResponse } from 'node:http'
import { onlyFirstShop, type TransactionNumber } from '@pointpay/contracts'
import { expect, test } from 'vitest'
import { verifyConversionToken } from '../../src/pointhub/conversion-token.ts'
import { aMerchant } from './support/merchant.ts'
import { aMedia, secrets, useWorlds, type World, type WorldOptions } from './support/pointhub.ts'
import { pointsOf } from './support/books.ts'

const aWorld = useWorlds()
const MINUTE_MS = 60_000

/** A shopper presses convert, 10,000 KT points. */
async function converted(world: World, press: { addParam?: string } = {}) {
  const shopper = await (await world.browser().open(press)).identify()
  return (await shopper.select('KT', 10_000)).convert()
}

const attempts = (world: World, count: number) =>
  world.until(async () => world.merchant.received.length >= count)
const settled = (world: World, state: string) =>
  world.until(async () => {
    const rows = await world.store.db.selectFrom('pointhub_postback').select('state').execute()
    return rows[0]?.state === state
  })

test.each([
  ['plain', '201'],
  ['with blanks and a line end', '  201 \r\n'],
  ['with a BOM', '\uFEFF201'],
])('201 %s is a credit', async (_name, answer) => {
  const world = await aWorld()
  world.merchant.willAnswer(answer)
  await (await converted(world)).until('credited')
  expect(world.merchant.received).toHaveLength(1)
})

test.each(['202|-|아이디 없음', '202 | - | 한도 초과', '202|-|'])(
  'a refusal on the first try (%s) gives the points back by itself',
  async (answer) => {
    const world = await aWorld()
    world.merchant.willAnswer(answer)
    const { conversion } = await (await converted(world)).until('failed')
    expect(conversion?.error?.code).toBe('provider_refused')
    expect(await pointsOf(world.store.db, 'KT')).toEqual({ account: 52_340, reserved: 0, captured: 0 })
    world.clock.advance(25 * 60 * MINUTE_MS)
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(world.merchant.received).toHaveLength(1)
  },
)

test('a refusal in EUC-KR is read as it was meant', async () => {
  const world = await aWorld()
  // 202|-|아이디 없음
  const eucKr = Buffer.from('3230327c2d7cbec6c0ccb5f020becac0bd', 'hex')
  world.merchant.willAnswer((response) => response.end(Buffer.concat([eucKr])))
  const shopper = await converted(world)
  await shopper.until('failed')
  const { code } = shopper.view.media
  const number = shopper.view.conversion?.transactionNumber ?? ('' as TransactionNumber)
  const found = await world.pointhub.forConsole.conversionOf(code, number)
  expect(found?.lastAnswer).toContain('아이디')
})

test('a duplicate on the very first try is nobody’s credit of ours: a person looks at it, and the points stay', async () => {
  const world = await aWorld()
  world.merchant.willAnswer('202|-|거래번호 중복')
  const { conversion } = await (await converted(world)).until('delayed')
  expect(conversion).toMatchObject({ state: 'delayed', error: null })
  await settled(world, 'review')
  expect(await pointsOf(world.store.db, 'KT')).toMatchObject({ captured: 10_000 })
})

const lostAnswers = {
  'no answer at all': (response: ServerResponse) => response.destroy(),
  'an HTML error page': '<html><body>Service Unavailable</body></html>',
  nothing: '',
  'another number': '200',
  'a server error that says 201': (response: ServerResponse) => {
    response.writeHead(500).end('201')
  },
  'a redirect': (response: ServerResponse) => {
    response.writeHead(302, { location: '/elsewhere' }).end()
  },
  'a megabyte': 'x'.repeat(1_000_000),
}

test.each(Object.entries(lostAnswers))(
  'after %s the form is posted again a minute later; a duplicate then means credited',
  async (_name, answer) => {
    const world = await aWorld()
    world.merchant.willAnswer(answer, '202|-|거래번호 중복')
    const shopper = await converted(world)
    await settled(world, 'due')
    expect(shopper.view.conversion?.state).toMatch(/convert/)
    world.clock.advance(MINUTE_MS - 1_000)
    await new Promise((resolve) => setTimeout(resolve, 60))
    expect(world.merchant.received).toHaveLength(1)
    world.clock.advance(1_000)
    await shopper.until('credited')
    expect(world.merchant.received).toHaveLength(2)
    expect(world.merchant.received[1]?.raw).toBe(world.merchant.received[0]?.raw)
  },
)

/** What no server outside may be made to tell. */
const SECRET = 'aws_secret_access_key=wJalrXUtnFEMI'

const unreadable: [name: string, answer: string | ((response: ServerResponse) => void), shown: string][] = [
  ['an inner service’s JSON', `{"Code":"Success","${SECRET}"}`, 'HTTP 200, 읽을 수 없는 응답 56바이트'],
  [
    'an error page',
    (response) => response.writeHead(500).end(`<html><body>${SECRET}</body></html>`),
    'HTTP 500, HTML 문서 61바이트',
  ],
  ['a large document', `${SECRET}${'x'.repeat(20_000)}`, 'HTTP 200, 8,192바이트가 넘는 응답'],
  [
    'a 201 with more than an answer after it',
    `201${' '.repeat(9_000)}${SECRET}`,
    'HTTP 200, 8,192바이트가 넘는 응답',
  ],
  ['a 201 and more', `201 ${SECRET}`, 'HTTP 200, 읽을 수 없는 응답 39바이트'],
  ['nothing', '', 'HTTP 200, 빈 응답'],
  [
    'a redirect',
    (response) => response.writeHead(302, { location: `/${SECRET}` }).end(SECRET),
    'HTTP 302, 다른 주소로 돌리는 응답(따라가지 않음)',
  ],
  [
    'a 201 of a server error',
    (response) => response.writeHead(503).end('201'),
    'HTTP 503, 오류 상태로 온 201',
  ],
  [
    'a refusal of a server error',
    (response) => response.writeHead(500).end(`202|-|${SECRET}`),
    'HTTP 500, 오류 상태로 온 202',
  ],
  [
    'a status line that names more',
    (response) => response.writeHead(200, SECRET, { 'x-secret': SECRET }).end('oops'),
    'HTTP 200, 읽을 수 없는 응답 4바이트',
  ],
  [
    'no HTTP',
    (response) => response.socket?.end(`SSH-2.0-${SECRET}\r\n`),
    '가맹점 서버의 응답이 HTTP가 아닙니다 (HTTPParserError)',
  ],
]

/** What the console shows of a conversion: its last answer, and its history. */
async function shownOf(world: World, { view }: Awaited<ReturnType<typeof converted>>) {
  const { code } = view.media
  const number = view.conversion?.transactionNumber ?? ('' as TransactionNumber)
  const { forConsole } = world.pointhub
  const found = await forConsole.conversionOf(code, number)
  return { lastAnswer: found?.lastAnswer ?? null, history: await forConsole.history(code, number) }
}

test.each(unreadable)(
  'of %s people are shown its kind, and never its words',
  async (_name, answer, shown) => {
    const world = await aWorld()
    world.merchant.willAnswer(answer)
    const shopper = await converted(world)
    await world.until(async () => (await shownOf(world, shopper)).lastAnswer !== null)
    const { lastAnswer, history } = await shownOf(world, shopper)
    expect(lastAnswer).toBe(shown)
    expect(history.at(-1)).toMatchObject({ subject: 'postback', to: 'due', reason: shown })
  },
)

test.each([
  ['as it was written', '아이디 없음', 'HTTP 200, 거절: 아이디 없음'],
  ['in composed letters', '아이디 없음'.normalize('NFD'), 'HTTP 200, 거절: 아이디 없음'],
  ['without NUL and other controls', '아이디\u0000 \u001B[31m없음\u0007', 'HTTP 200, 거절: 아이디 [31m없음'],
  ['on one line', '아이디\r\n\t없음', 'HTTP 200, 거절: 아이디 없음'],
  ['without changes of direction', '\u202E아이디\u2066 없음\u2069', 'HTTP 200, 거절: 아이디 없음'],
  ['without what cannot be seen', '아\u200B이\u2060디\u3164 없\u{E0041}음', 'HTTP 200, 거절: 아이디 없음'],
  ['as one hundred letters', '🙂'.repeat(500), `HTTP 200, 거절: ${'🙂'.repeat(99)}…`],
  ['even if it is none', '\u200B', 'HTTP 200, 거절: 까닭을 적지 않음'],
])('a refusal’s reason is shown %s', async (_how, written, shown) => {
  const world = await aWorld()
  world.merchant.willAnswer(`202|-|${written}`)
  const shopper = await converted(world)
  await shopper.until('failed')
  const { lastAnswer, history } = await shownOf(world, shopper)
  expect(lastAnswer).toBe(shown)
  expect(history.filter(({ reason }) => reason === shown)).toHaveLength(2)
})

/** Posts for real and then loses the answer, as where a route breaks under a connection that stands. */
const losing =
  (cause: { code: string; syscall?: string }): typeof fetch =>
  async (...call) => {
    await fetch(...call)
    throw new TypeError('fetch failed', { cause })
  }

test.each([
  { code: 'EHOSTUNREACH', syscall: 'read' },
  { code: 'ENETUNREACH', syscall: 'write' },
  { code: 'ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC' },
])('after an answer that was lost by $code a duplicate means credited', async (cause) => {
  let lost = false
  const world = await aWorld({
    fetchOutside: (...call) => (lost ? fetch(...call) : ((lost = true), losing(cause)(...call))),
  })
  world.merchant.willAnswer('201', '202|-|거래번호 중복')
  const shopper = await converted(world)
  await settled(world, 'due')
  world.clock.advance(MINUTE_MS)
  await shopper.until('credited')
  expect(world.merchant.received).toHaveLength(2)
})

test.each([
  ['without its blank', '거래번호중복'],
  ['in letters taken apart', '거래번호 중복'.normalize('NFD')],
])('a duplicate after a lost answer is understood %s', async (_how, words) => {
  const world = await aWorld()
  world.merchant.willAnswer('oops', `202|-|${words}`)
  const shopper = await converted(world)
  await settled(world, 'due')
  world.clock.advance(MINUTE_MS)
  await shopper.until('credited')
})

/** An attempt that is answered only after it was given up for lost and the next one has gone out. */
async function overtaken(world: World) {
  const held: ServerResponse[] = []
  const hold = (response: ServerResponse) => void held.push(response)
  world.merchant.willAnswer(hold, hold)
  const shopper = await converted(world)
  await attempts(world, 1)
  world.clock.advance(MINUTE_MS)
  await settled(world, 'due')
  world.clock.advance(MINUTE_MS)
  await attempts(world, 2)
  return { shopper, first: held[0]!, second: held[1]! }
}

test('a duplicate that comes late, while the form is being posted again, means credited', async () => {
  const world = await aWorld()
  const { shopper, first, second } = await overtaken(world)
  first.end('202|-|거래번호 중복')
  await shopper.until('credited')
  second.end('201')
})

test('a refusal that comes late, while the form is being posted again, gives nothing back', async () => {
  const world = await aWorld()
  const { shopper, first, second } = await overtaken(world)
  first.end('202|-|아이디 없음')
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(await pointsOf(world.store.db, 'KT')).toMatchObject({ captured: 10_000 })
  second.end('201')
  await shopper.until('credited')
  expect(await pointsOf(world.store.db, 'KT')).toMatchObject({ captured: 10_000 })
})

test('a merchant that does not answer is tried after 1 min, 10 min, 1 h, 3 h and 24 h, then a person decides', async () => {
  const world = await aWorld()
  world.merchant.willAnswer(...Array.from({ length: 6 }, () => 'oops'))
  const shopper = await converted(world)
  const waits = [1, 10, 60, 180, 1_440]
  for (const [index, minutes] of waits.entries()) {
    await attempts(world, index + 1)
    await settled(world, 'due')
    world.clock.advance(minutes * MINUTE_MS)
  }
  await attempts(world, 6)
  await settled(world, 'review')
  const [givenUp] = await world.pointhub.forConsole.givenUpPostbacks({ limit: 50 })
  expect(givenUp).toMatchObject({
    state: 'review',
    lastAnswer: 'HTTP 200, 읽을 수 없는 응답 4바이트',
    amount: 10_000,
  })
  expect((await shopper.reload()).conversion?.state).toBe('delayed')
})

test.each(['http://127.0.0.1:1/', 'http://nowhere.invalid/'])(
  'where no connection came about (%s) surely nobody was told: a duplicate later is somebody else’s',
  async (returnUrl) => {
    const world = await aWorld({ shop: { returnUrl } })
    const shopper = await converted(world)
    await settled(world, 'due')
    await world.store.db.updateTable('media').set({ return_url: world.merchant.returnUrl }).execute()
    world.merchant.willAnswer('202|-|거래번호 중복')
    world.clock.advance(MINUTE_MS)
    await settled(world, 'review')
    expect((await shopper.reload()).conversion?.state).toBe('delayed')
  },
)

test('a refusal after a lost answer goes to a person, since the lost try may have credited', async () => {
  const world = await aWorld()
  world.merchant.willAnswer('oops', '202|-|아이디 없음')
  await converted(world)
  await settled(world, 'due')
  world.clock.advance(MINUTE_MS)
  await settled(world, 'review')
  expect(await pointsOf(world.store.db, 'KT')).toMatchObject({ captured: 10_000 })
})

const cafe24: WorldOptions['shop'] = {
  kind: 'cafe24',
  mallId: 'demomall',
  shops: onlyFirstShop,
}

test('a refusal after a lost answer gives the points back where our own books say nothing was credited', async () => {
  const world = await aWorld({ shop: cafe24 })
  world.merchant.willAnswer('oops', '202|-|한도 초과')
  const shopper = await converted(world)
  await settled(world, 'due')
  world.clock.advance(MINUTE_MS)
  await shopper.until('failed')
  expect(await pointsOf(world.store.db, 'KT')).toMatchObject({ captured: 0, account: 52_340 })
})

test.each([
  ['file:///etc/passwd', 'RETURN URL이 http(s) 주소가 아닙니다'],
  ['http://user:password@127.0.0.1:1/', 'RETURN URL에 아이디나 비밀번호가 들어 있습니다'],
])('an address that cannot be called (%s) goes to a person, with the reason', async (returnUrl, reason) => {
  const world = await aWorld({ shop: { returnUrl } })
  await converted(world)
  await settled(world, 'review')
  const [givenUp] = await world.pointhub.forConsole.givenUpPostbacks({ limit: 50 })
  expect(givenUp?.lastAnswer).toBe(`${reason}. 보내지 않았으니 주소를 고치고 다시 시도를 눌러 주세요.`)
})

test('a RETURN URL of ours whose key cannot be opened goes to a person, who is told what to do', async () => {
  const world = await aWorld({ shop: cafe24 })
  await world.store.db.updateTable('media_key').set({ sealed: 'by-a-key-that-is-gone' }).execute()
  await converted(world)
  await settled(world, 'review')
  const [givenUp] = await world.pointhub.forConsole.givenUpPostbacks({ limit: 50 })
  expect(givenUp?.lastAnswer).toContain('RETURN URL의 키를 열 수 없습니다. 보내지 않았으니')
  expect(world.merchant.received).toEqual([])
})

test('a merchant’s own add_param comes back as utc_code, letter for letter', async () => {
  const world = await aWorld()
  const addParam = 'ETC &=+%20 한글 "quoted"'
  await (await converted(world, { addParam })).until('credited')
  expect(world.merchant.received[0]?.form.get('utc_code')).toBe(addParam)
})

test('a cafe24 media’s utc_code is our signed token over media, shop, member, number and amount', async () => {
  const world = await aWorld({ shop: cafe24 })
  const shopper = await converted(world, { addParam: 'ETC' })
  await settled(world, 'delivered')
  const utcCode = world.merchant.received[0]?.form.get('utc_code') ?? ''
  expect(await verifyConversionToken(secrets, utcCode)).toEqual({
    mediaCode: 'shop',
    shopNo: 1,
    memberId: 'shopper01',
    transactionNumber: shopper.view.conversion?.transactionNumber,
    pointKind: 'KT',
    amount: 10_000,
    addParam: 'ETC',
  })
  expect(await verifyConversionToken({ current: `${secrets.current}!`, previous: [] }, utcCode)).toBeNull()
})

test('a slow merchant keeps no other merchant waiting', async () => {
  const world = await aWorld()
  const slow = await aMerchant()
  slow.willAnswer(...Array.from({ length: 20 }, () => () => {}))
  await world.media.add(aMedia({ code: 'slow' as never, returnUrl: slow.returnUrl }))
  for (let press = 0; press < 20; press += 1) {
    const shopper = await (await world.browser().open({ aCode: 'slow' })).identify()
    await (await shopper.select('KT', 1_000)).convert()
  }
  const startedMs = performance.now()
  await (await converted(world)).until('credited')
  expect(performance.now() - startedMs).toBeLessThan(2_000)
  await slow.close()
})

test('posted at once: the merchant hears without waiting for any sweep', async () => {
  const world = await aWorld({ sweepMs: 60_000 })
  const shopper = await (await world.browser().open()).identify()
  await shopper.select('KT', 10_000)
  const pressedMs = performance.now()
  void shopper.press()
  await attempts(world, 1)
  expect((world.merchant.received[0]?.atMs ?? Infinity) - pressedMs).toBeLessThan(500)
})

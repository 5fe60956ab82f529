import { onlyFirstShop } from '@pointpay/contracts'
import { expect, test } from 'vitest'
import { createGuardedFetch } from '../../src/kernel/guarded-fetch.ts'
import { isPublicAddress } from '../../src/kernel/network-address.ts'
import { anInnerServer } from '../support/inner-server.ts'
import { useWorlds, type World, type WorldOptions } from './support/pointhub.ts'

const aWorld = useWorlds()

/** The guard of a service for real points. @param address what every name resolves to */
const guarded = (address: string): WorldOptions => ({
  fetchOutside: createGuardedFetch({
    resolveName: async () => [{ address, family: address.includes(':') ? 6 : 4 }],
    isAllowed: isPublicAddress,
  }),
})

/** A shopper converts; afterwards everything that a person can read about it. */
async function convertAndGiveUp(world: World) {
  const shopper = await (await world.browser().open()).identify()
  await (await shopper.select('KT', 10_000)).convert()
  await world.until(
    async () => (await world.pointhub.forConsole.givenUpPostbacks({ limit: 50 })).length === 1,
  )
  const [givenUp] = await world.pointhub.forConsole.givenUpPostbacks({ limit: 50 })
  const { mediaCode, transactionNumber } = givenUp!
  return { givenUp: givenUp!, history: await world.pointhub.forConsole.history(mediaCode, transactionNumber) }
}

/** How it is written, and the address that it means. */
const innerHosts: [written: string, resolved: string][] = [
  ['127.0.0.1', '127.0.0.1'],
  ['127.1', '127.0.0.1'],
  ['0x7f000001', '127.0.0.1'],
  ['2130706433', '127.0.0.1'],
  ['0177.0.0.1', '127.0.0.1'],
  ['0.0.0.0', '0.0.0.0'],
  ['[::1]', '::1'],
  ['[::]', '::'],
  ['[::ffff:127.0.0.1]', '127.0.0.1'],
  ['[::ffff:7f00:1]', '127.0.0.1'],
  ['localhost', '127.0.0.1'],
  ['localhost', '::1'],
  ['shop.example', '127.0.0.1'],
  ['shop.example', '::ffff:127.0.0.1'],
  ['shop.example', '64:ff9b::127.0.0.1'],
  ['shop.example', '169.254.169.254'],
]

test.each(innerHosts)(
  'a RETURN URL that leads inside, to %s (%s), is not called: a person is told why and what to do',
  async (host, resolved) => {
    const inner = await anInnerServer()
    const shop = { returnUrl: `http://${host}:${inner.port}/return` }
    const world = await aWorld({ ...guarded(resolved), shop })
    const { givenUp, history } = await convertAndGiveUp(world)
    expect(givenUp.lastAnswer).toMatch(
      /^RETURN URL\(.+\)이 사설 주소나 예약된 주소를 가리킵니다\. 보내지 않았으니 주소를 고치고 다시 시도를 눌러 주세요\.$/,
    )
    expect(history.at(-1)).toMatchObject({ to: 'review', reason: givenUp.lastAnswer })
    expect(inner.connections).toBe(0)
  },
)

test('an address that was refused can be put right and posted again, as a first attempt', async () => {
  const world = await aWorld({ ...guarded('10.0.0.5'), shop: { returnUrl: 'http://shop.example/return' } })
  const { givenUp } = await convertAndGiveUp(world)
  await world.pointhub.worker.stop()
  // The merchant has corrected its name server.
  const corrected: typeof fetch = (_url, init) => fetch(world.merchant.returnUrl, init)
  const { worker, forConsole } = world.another({ fetchOutside: corrected })
  worker.start()
  world.merchant.willAnswer('202|-|거래번호 중복')
  await forConsole.decidePostback(givenUp.mediaCode, givenUp.transactionNumber, 'retry', '운영자', '고침')
  // On a first attempt it is somebody else's credit under our number. After one that may have arrived it would be ours.
  await world.until(async () => {
    const [again] = await forConsole.givenUpPostbacks({ limit: 50 })
    return again?.lastAnswer === 'HTTP 200, 거절: 거래번호 중복'
  })
})

test('a name that cannot be resolved now is tried again later', async () => {
  const notFound = Object.assign(new Error('getaddrinfo EAI_AGAIN'), { code: 'EAI_AGAIN' })
  const resolveName = () => Promise.reject(notFound)
  const world = await aWorld({
    fetchOutside: createGuardedFetch({ resolveName, isAllowed: isPublicAddress }),
    shop: { returnUrl: 'http://shop.example/return' },
  })
  const shopper = await (await world.browser().open()).identify()
  await (await shopper.select('KT', 10_000)).convert()
  const postback = () =>
    world.store.db
      .selectFrom('pointhub_postback')
      .select(['state', 'attempts', 'maybe_arrived', 'last_answer'])
      .executeTakeFirstOrThrow()
  await world.until(async () => (await postback()).last_answer !== null)
  expect(await postback()).toEqual({
    state: 'due',
    attempts: 1,
    maybe_arrived: false,
    last_answer: 'RETURN URL의 서버 이름을 찾지 못했습니다 (EAI_AGAIN)',
  })
})

test('our own RETURN URL is called wherever it is', async () => {
  const world = await aWorld({
    ...guarded('127.0.0.1'),
    shop: { kind: 'cafe24', mallId: 'demomall', shops: onlyFirstShop },
  })
  const shopper = await (await world.browser().open()).identify()
  await (await shopper.select('KT', 10_000)).convert()
  await world.until(async () => world.merchant.received.length === 1)
})

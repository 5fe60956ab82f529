import { type AddressInfo, createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { createGuardedFetch, RefusedAddressError } from '../../src/kernel/guarded-fetch.ts'
import { anInnerServer } from '../support/inner-server.ts'

/** In these tests 127.0.0.2 plays a server on the internet, and 127.0.0.1 one inside. */
const [OUTER, INNER] = ['127.0.0.2', '127.0.0.1']
const isAllowed = (address: string) => address === OUTER

/** Names resolve to these addresses, one list after the other; the last one stays. */
function aGuardedFetch(...resolved: string[][]) {
  const asked: string[] = []
  const resolveName = async (name: string) => {
    const addresses = resolved[Math.min(asked.push(name), resolved.length) - 1] ?? []
    return addresses.map((address) => ({ address, family: 4 }))
  }
  return { call: createGuardedFetch({ resolveName, isAllowed }), asked }
}

const causeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'no error',
    (error: Error) => error.cause,
  )

/** One server outside and one inside, on the same port. */
async function twoServers() {
  const outer = await anInnerServer({ host: OUTER, answer: 'outer' })
  const inner = await anInnerServer({ host: INNER, port: outer.port, answer: 'inner' })
  return { outer, inner, url: `http://shop.example:${outer.port}/` }
}

test('a name is resolved once a call, and the call goes to the address that was checked', async () => {
  const { inner, url } = await twoServers()
  const { call, asked } = aGuardedFetch([OUTER], [INNER])
  expect(await (await call(url)).text()).toBe('outer')
  expect(asked).toEqual(['shop.example'])
  expect(inner.connections).toBe(0)
})

test('a name that turns inward between two calls is refused at the second, which no kept connection serves', async () => {
  const { outer, inner, url } = await twoServers()
  const { call } = aGuardedFetch([OUTER], [INNER])
  await (await call(url)).text()
  expect(await causeOf(call(url))).toBeInstanceOf(RefusedAddressError)
  expect([outer.requests, inner.connections]).toEqual([1, 0])
})

test('each call has a connection of its own', async () => {
  const { outer, url } = await twoServers()
  const { call } = aGuardedFetch([OUTER])
  for (let calls = 0; calls < 3; calls += 1) await (await call(url)).text()
  expect([outer.requests, outer.connections]).toEqual([3, 3])
})

test('a name with one address outside and one inside is refused', async () => {
  const { outer, inner, url } = await twoServers()
  const { call } = aGuardedFetch([OUTER, INNER])
  expect(await causeOf(call(url))).toBeInstanceOf(RefusedAddressError)
  expect([outer.connections, inner.connections]).toEqual([0, 0])
})

test('an address in the URL is checked as well, in http and in https', async () => {
  const { inner } = await twoServers()
  const { call, asked } = aGuardedFetch([OUTER])
  for (const scheme of ['http', 'https'])
    expect(await causeOf(call(`${scheme}://${INNER}:${inner.port}/`))).toBeInstanceOf(RefusedAddressError)
  expect([asked, inner.connections]).toEqual([[], 0])
})

test('a redirect inward is refused where it is followed', async () => {
  const inner = await anInnerServer({ host: INNER })
  const outer = await anInnerServer({
    host: OUTER,
    status: 302,
    location: `http://${INNER}:${inner.port}/`,
  })
  const { call } = aGuardedFetch([OUTER])
  expect(await causeOf(call(`http://shop.example:${outer.port}/`))).toBeInstanceOf(RefusedAddressError)
  expect([outer.requests, inner.connections]).toEqual([1, 0])
})

test('a TLS connection goes to the checked address too, and fails with the code that fetch gives', async () => {
  const { outer, inner, url } = await twoServers()
  const { call } = aGuardedFetch([OUTER], [INNER])
  expect(await causeOf(call(url.replace('http:', 'https:')))).toMatchObject({
    code: 'ERR_SSL_WRONG_VERSION_NUMBER',
  })
  expect([outer.connections, inner.connections]).toEqual([1, 0])
})

test('a name that cannot be resolved fails with the resolver’s code, as fetch does', async () => {
  const notFound = Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' })
  const call = createGuardedFetch({ resolveName: () => Promise.reject(notFound), isAllowed })
  expect(await causeOf(call('http://nowhere.example/'))).toBe(notFound)
})

test('a server that takes no connection fails with ECONNREFUSED, as fetch does', async () => {
  const { call } = aGuardedFetch([OUTER])
  const inner = await anInnerServer({ host: INNER })
  expect(await causeOf(call(`http://shop.example:${inner.port}/`))).toMatchObject({ code: 'ECONNREFUSED' })
})

test('a host that takes a connection and says nothing ends as one that was never reached, before the caller gives up', async () => {
  const silent = createServer(() => {})
  await new Promise<void>((resolve) => silent.listen(0, OUTER, resolve))
  onTestFinished(() => void silent.close())
  const { port } = silent.address() as AddressInfo
  const resolveName = async () => [{ address: OUTER, family: 4 }]
  const call = createGuardedFetch({ resolveName, isAllowed, connectTimeoutMs: 300 })
  const cause = await causeOf(call(`https://shop.example:${port}/`, { signal: AbortSignal.timeout(8_000) }))
  expect(cause).toMatchObject({ code: 'UND_ERR_CONNECT_TIMEOUT' })
})

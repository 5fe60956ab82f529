import { expect, test } from 'vitest'
import { Browser } from '../pointhub/support/browser.ts'
import { Person } from './support/person.ts'
import { useWorlds } from './support/world.ts'

const aWorld = useWorlds()

/** Whether the console, at this public origin, takes a call with these headers for one of its own pages'. */
async function console_(publicOrigin: string) {
  const world = await aWorld({ origin: publicOrigin })
  return async (headers: Record<string, string>) => {
    const response = await new Person(world.console.routes).request('/logout', { method: 'POST', headers })
    // Nobody is logged in: a call of ours gets as far as that.
    const { error } = (await response.json()) as { error: { code: string } }
    expect(error.code).toBeOneOf(['not_logged_in', 'origin_refused'])
    return error.code === 'not_logged_in'
  }
}

test('a name of an attacker’s that leads to the service is not its origin, though Host says so', async () => {
  const isOurs = await console_('https://pointpay.example')
  expect(await isOurs({ origin: 'https://pointpay.example' })).toBe(true)
  for (const host of ['evil.test', 'pointpay.example.evil.test', '127.0.0.1:4300', 'localhost'])
    expect([host, await isOurs({ origin: `https://${host}`, host })]).toEqual([host, false])
  for (const origin of [
    'http://pointpay.example',
    'https://pointpay.example:8443',
    'https://pointpay.example/',
    'HTTPS://POINTPAY.EXAMPLE',
    'null',
    '',
  ])
    expect([origin, await isOurs({ origin })]).toEqual([origin, false])
})

test.each(['http://127.0.0.1:4300', 'http://localhost:4300', 'http://[::1]:4300', 'http://0.0.0.0:4300'])(
  'a service on this machine alone, at %s, goes by the other names of this machine too',
  async (publicOrigin) => {
    const isOurs = await console_(publicOrigin)
    for (const origin of ['http://127.0.0.1:4300', 'http://localhost:4300', 'http://[::1]:4300'])
      expect([origin, await isOurs({ origin })]).toEqual([origin, true])
    for (const origin of [
      'http://localhost:4301',
      'http://localhost',
      'https://localhost:4300',
      'http://evil.localhost:4300',
      'http://127.0.0.2:4300',
      'http://evil.test:4300',
    ])
      expect([origin, await isOurs({ origin, host: origin.replace(/^https?:\/\//, '') })]).toEqual([
        origin,
        false,
      ])
  },
)

test('a call that the browser says comes from another site is refused, whatever its Origin says', async () => {
  const isOurs = await console_('https://pointpay.example')
  const origin = 'https://pointpay.example'
  expect(await isOurs({ origin, 'sec-fetch-site': 'same-origin' })).toBe(true)
  expect(await isOurs({ origin, 'sec-fetch-site': 'cross-site' })).toBe(false)
})

test('the popup asks for the same', async () => {
  const world = await aWorld()
  const browser = new Browser(world.pointhub.routes)
  const open = async (headers: Record<string, string>) =>
    (await browser.api('POST', '/sessions', { aCode: 'shop', userId: 'shopper01' }, headers)).status
  expect(await open({ origin: 'http://evil.test', host: 'evil.test' })).toBe(400)
  expect(await open({ 'sec-fetch-site': 'cross-site' })).toBe(400)
  expect(await open({ 'sec-fetch-site': 'same-origin' })).not.toBe(403)
})

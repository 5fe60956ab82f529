import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Agent, request } from 'undici'
import { ShopperApi } from '../../../../scripts/shopper-api.ts'
import { aForm } from '../return-url/a-form.ts'
import { anAddress, cookiesOf } from './innocent.ts'
import { codes, type Neighbourhood, operator } from './neighbourhood.ts'

const CALLERS = 100
const WRONG_LOGINS = 40
const STREAMS = 1_000
/** A session may have some streams only. */
const STREAM_SESSIONS = 250
const SLOW_CONVERSIONS = 16
const FAILING_CREDITS = 40

/** Begins what a hostile neighbour does; gives what ends it. */
export type Hostility = (neighbourhood: Neighbourhood) => Promise<() => Promise<void>>

export const hostilities = {
  '100 callers of a capped RETURN URL': crowd,
  'a merchant that answers after 10 s': slowMerchant,
  '40 wrong logins in flight': wrongLogins,
  '1,000 event streams from one address': streams,
  'a mall whose Cafe24 answers 429 and 503': failingMall,
} satisfies Record<string, Hostility>

async function crowd({ returnUrls }: Neighbourhood) {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  return inParallel(CALLERS, async (dispatcher) => {
    const body = aForm(codes.crowded)
    const answer = await request(returnUrls[codes.crowded] ?? '', {
      dispatcher,
      method: 'POST',
      headers,
      body,
    })
    await answer.body.dump()
  })
}

async function slowMerchant({ origin }: Neighbourhood) {
  await Promise.all(
    Array.from({ length: SLOW_CONVERSIONS }, async () => {
      const shopper = await ShopperApi.open(origin, { aCode: codes.slow, userId: 'member1' })
      await shopper.identify(`010${randomInt(10_000_000, 99_999_999)}`)
      await shopper.convert('KT', 1_000)
    }),
  )
  return async () => {}
}

async function wrongLogins({ origin }: Neighbourhood) {
  return inParallel(WRONG_LOGINS, async (dispatcher) => {
    const [one, two, three] = Array.from({ length: 3 }, () => randomInt(65_536).toString(16))
    const answer = await request(`${origin}/console/api/login`, {
      dispatcher,
      method: 'POST',
      headers: {
        origin,
        'content-type': 'application/json',
        // A network of its own for each.
        'x-forwarded-for': `2001:${one}:${two}:${three}::1`,
      },
      body: JSON.stringify({ login: operator.login, password: `not the password ${randomInt(1_000_000)}` }),
    })
    await answer.body.dump()
  })
}

async function streams({ origin }: Neighbourhood) {
  const headers = { 'x-forwarded-for': anAddress(), origin, 'content-type': 'application/json' }
  const dispatcher = new Agent({ connections: STREAMS })
  const opened: { path: string; cookie: string }[] = []
  for (let each = 0; each < STREAM_SESSIONS; each += 1) {
    const page = await fetch(`${origin}/pointhub/direct?a_code=${codes.slow}&user_id=member1`, { headers })
    await page.text()
    const cookie = cookiesOf(page)
    const body = JSON.stringify({ aCode: codes.slow, userId: 'member1' })
    const session = await fetch(`${origin}/pointhub/api/sessions`, {
      method: 'POST',
      headers: { ...headers, cookie },
      body,
    })
    const { id } = (await session.json()) as { id?: string }
    if (id) opened.push({ path: `/pointhub/api/sessions/${id}/events`, cookie })
  }
  const begun = Array.from({ length: STREAMS }, async (_, index) => {
    const { path, cookie } = opened[index % opened.length]!
    const stream = await request(origin + path, { dispatcher, headers: { ...headers, cookie } })
    // Held for as long as the server holds it; one that is refused is not tried again.
    stream.body.on('error', () => {}).resume()
  })
  await Promise.all(begun)
  return () => dispatcher.destroy()
}

async function failingMall({ cafe24, returnUrls }: Neighbourhood) {
  await cafe24.setFaults({ mall_id: codes.failing, rates: { tooMany: 0.5, error503Before: 0.5 } })
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  for (let each = 0; each < FAILING_CREDITS; each += 1)
    await fetch(returnUrls[codes.failing] ?? '', { method: 'POST', headers, body: aForm(codes.failing) })
  return () => cafe24.setFaults({ mall_id: codes.failing, rates: {} })
}

/** So many at once, each again as soon as it is answered. */
async function inParallel(
  count: number,
  call: (dispatcher: Agent) => Promise<void>,
): Promise<() => Promise<void>> {
  const dispatcher = new Agent({ connections: count })
  const stop = new AbortController()
  const callers = Array.from({ length: count }, async () => {
    while (!stop.signal.aborted) await call(dispatcher).catch(() => sleep(100))
  })
  return async () => {
    stop.abort()
    await Promise.all(callers)
    await dispatcher.close()
  }
}

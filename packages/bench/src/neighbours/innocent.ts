import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { aForm } from '../return-url/a-form.ts'
import { codes, type Neighbourhood, operator } from './neighbourhood.ts'

/** What an innocent media's people do, all at once. */
export const probes = ['popup session', 'RETURN URL call', 'console page'] as const
export type Probe = (typeof probes)[number]

/** Of each probe. Far from what the service can do: what is measured is the neighbours, not the innocent's own load. */
const PER_SECOND = 15

export interface Innocent {
  /** Does each probe at a steady rate, whatever the answers do; gives the times, ms, from when each was due. */
  measure(seconds: number): Promise<Record<Probe, number[]>>
}

export async function createInnocent({ origin, returnUrls }: Neighbourhood): Promise<Innocent> {
  const cookie = await logIn(origin)
  const returnUrl = returnUrls[codes.pointPay] ?? ''

  const carryOut: Record<Probe, () => Promise<void>> = {
    async 'popup session'() {
      const headers = { 'x-forwarded-for': anAddress() }
      const page = await ok(
        fetch(`${origin}/pointhub/direct?a_code=${codes.ownPopup}&user_id=member1`, { headers }),
      )
      await ok(
        fetch(`${origin}/pointhub/api/sessions`, {
          method: 'POST',
          headers: { ...headers, origin, 'content-type': 'application/json', cookie: cookiesOf(page) },
          body: JSON.stringify({ aCode: codes.ownPopup, userId: 'member1' }),
        }),
      )
    },
    async 'RETURN URL call'() {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' }
      await ok(fetch(returnUrl, { method: 'POST', headers, body: aForm(codes.pointPay) }))
    },
    async 'console page'() {
      await ok(
        fetch(`${origin}/console/api/conversions?mediaCode=${codes.pointPay}`, { headers: { cookie } }),
      )
    },
  }

  async function measureOne(probe: Probe, seconds: number): Promise<number[]> {
    const times: number[] = []
    const startMs = performance.now()
    const under: Promise<void>[] = []
    for (let each = 0; each < PER_SECOND * seconds; each += 1) {
      const dueMs = startMs + (each / PER_SECOND) * 1_000
      await sleep(Math.max(0, dueMs - performance.now()))
      under.push(carryOut[probe]().then(() => void times.push(performance.now() - dueMs)))
    }
    await Promise.all(under)
    return times
  }

  return {
    async measure(seconds) {
      const times = await Promise.all(probes.map((probe) => measureOne(probe, seconds)))
      return Object.fromEntries(probes.map((probe, index) => [probe, times[index]])) as Record<
        Probe,
        number[]
      >
    },
  }
}

/** One of its own for each caller, from a range that is set aside for benchmarks. */
export const anAddress = () => `198.18.${randomInt(256)}.${randomInt(256)}`

export function cookiesOf(answer: Response): string {
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
}

async function logIn(origin: string): Promise<string> {
  const answer = await ok(
    fetch(`${origin}/console/api/login`, {
      method: 'POST',
      headers: { origin, 'content-type': 'application/json' },
      body: JSON.stringify(operator),
    }),
  )
  return cookiesOf(answer)
}

/** Reads the answer to its end, as its caller would. */
async function ok(answering: Promise<Response>): Promise<Response> {
  const answer = await answering
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}: ${text.slice(0, 300)}`)
  return answer
}

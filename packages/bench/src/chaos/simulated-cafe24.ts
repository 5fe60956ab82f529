import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { createInterface } from 'node:readline'
import type { MallFaults } from './faults.ts'
import { shops } from './plan.ts'

export const redirectUri = 'https://pointpay.test/solution/result'
export const client = { clientId: 'chaos', clientSecret: 'chaos-secret' }

/** A row of the simulator's true point history. */
export interface Movement {
  mall_id: string
  shop_no: number
  member_id: string
  /** The app that made it; null: the mall's admin. */
  client_id: string | null
  type: 'increase' | 'decrease'
  amount: string
  reason: string
}

/** A row that the mall's admin makes, or another app. */
export interface HandMadeRow {
  member_id: string
  shop_no: number
  type: 'increase' | 'decrease'
  /** KRW */
  amount: number
  reason: string | null
  /** Left out: `M`, made by hand. */
  case?: 'AM'
  /** Left out: the mall's admin. */
  client_id?: string
}

export interface SimulatedCafe24 {
  origin: string
  addMall(mallId: string, members: readonly string[], redirectTo?: string): Promise<void>
  /** One mall's; they last until replaced. */
  setFaults(faults: Pick<MallFaults, 'mall_id'> & { rates: Partial<MallFaults['rates']> }): Promise<void>
  /** Rows in a mall's point history that are not the ledger's, visible at once. */
  addRows(mallId: string, rows: readonly HandMadeRow[]): Promise<void>
  /** Every answer takes so long; no other faults. */
  setLatency(ms: number): Promise<void>
  /** Everything that ever moved, oldest first; left out: in all malls. */
  movements(mallId?: string): Promise<Movement[]>
  calls(): Promise<{ total: number; tooMany: number; byApi: Record<string, Record<string, number>> }>
  close(): Promise<void>
}

/** The simulator as a process of its own. */
export async function startSimulatedCafe24(): Promise<SimulatedCafe24> {
  const main = fileURLToPath(import.meta.resolve('@pointpay/cafe24-sim/main'))
  const child = spawn(process.execPath, [main], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, CAFE24_SIM_PORT: '0', CAFE24_SIM_DATA: ':memory:' },
  })
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  const origin = /http:\S+/.exec(line)?.[0] ?? ''
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(origin + path, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`)
    return answer.status === 204 ? null : answer.json()
  }
  return {
    origin,
    async addMall(mallId, members, redirectTo = redirectUri) {
      await call('PUT', `/_sim/malls/${mallId}`, {
        apps: [
          { client_id: client.clientId, client_secret: client.clientSecret, redirect_uris: [redirectTo] },
        ],
        members: members.map((member_id) => ({ member_id })),
        shops,
      })
    },
    setFaults: async (faults) => void (await call('PUT', '/_sim/faults', faults)),
    addRows: async (mallId, rows) => void (await call('POST', `/_sim/malls/${mallId}/rows`, { rows })),
    setLatency: async (latencyMs) => void (await call('PUT', '/_sim/faults', { latencyMs })),
    async movements(mallId) {
      const path = mallId === undefined ? '/_sim/points' : `/_sim/malls/${mallId}/points`
      const all: Movement[] = []
      for (let after: number | null = 0; after !== null;) {
        const page = (await call('GET', `${path}?after=${after}`)) as {
          rows: Movement[]
          next: number | null
        }
        all.push(...page.rows)
        after = page.next
      }
      return all
    },
    calls: async () => (await call('GET', '/_sim/calls')) as Awaited<ReturnType<SimulatedCafe24['calls']>>,
    async close() {
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

/** The mall's owner agrees; gives the code that Cafe24 sends back. */
export async function agree(authorizeUrl: string): Promise<string> {
  const url = new URL(authorizeUrl)
  const form = new URLSearchParams(url.search)
  form.set('decision', 'allow')
  const answer = await fetch(url.origin + url.pathname, { method: 'POST', body: form, redirect: 'manual' })
  const code = new URL(answer.headers.get('location') ?? 'about:blank').searchParams.get('code')
  if (!code) throw new Error(`The consent ended with ${answer.status}: ${await answer.text()}`)
  return code
}

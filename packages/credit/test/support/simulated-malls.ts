import { startSimulator } from '@pointpay/cafe24-sim'
import type { Credits } from '../../src/index.ts'

export interface Line {
  type: 'increase' | 'decrease'
  amount: string
  reason: string
  shop_no: number
}

/** As `PUT /_sim/faults` takes them, for one mall. */
export interface Faults {
  rates?: Record<string, number>
  seed?: number
  slowMs?: number
  lateMs?: number
  latencyMs?: number
  visibilityDelayMs?: number
  down?: boolean
  tokenAnswerDrop?: number
  clockSkewMs?: number
  pageSize?: number
  rowOrder?: 'newest-first' | 'oldest-first' | 'any-within-a-second'
  bareEndDate?: 'whole-day' | 'start-of-day'
  reasons?: { as: 'null' | 'html-escaped' | 'cut'; letters?: number; share?: number }
  malformedRows?: number
  tokenAnswer?: 'documented' | 'scopes-as-text' | 'expires-in' | 'no-refresh-expiry' | 'other-mall'
  refreshRefused?: number
  unauthorizedBody?: 'cafe24' | 'empty' | 'html' | 'other-json'
  retryAfterSeconds?: number
  rowsBetweenPages?: number
}

/** A row that no call of ours made. */
export interface ForeignRow {
  member_id?: string
  shop_no?: number
  type: 'increase' | 'decrease'
  amount: number
  reason: string
  /** `AM`: through the API, by another app; left out: by hand. */
  case?: string
  client_id?: string
}

export interface SimulatedMalls {
  origin: string
  /** A mall with our app, these members and one who has points already; each test has its own. */
  add(members: string[], redirectUri?: string): Promise<string>
  /** A mall in which nobody has ever had a point. */
  addEmpty(members: string[]): Promise<string>
  /** Every line of a member in Cafe24's own books, oldest first. */
  lines(mallId: string, memberId: string): Promise<Line[]>
  faults(mallId: string, faults: Faults): Promise<void>
  /** Rows that somebody makes by hand, or another app. */
  addRows(mallId: string, rows: ForeignRow[]): Promise<void>
  /** Access tokens die now; with `refresh`, the refresh tokens too. */
  expireTokens(mallId: string, refresh?: boolean): Promise<void>
  uninstall(mallId: string): Promise<void>
  expireApp(mallId: string): Promise<void>
  /** The app works again, with the tokens that it had. */
  renewApp(mallId: string): Promise<void>
  /** The mall's consent holds for these scopes alone. */
  narrowScopes(mallId: string, scopes: string[]): Promise<void>
  /** Sets the member's points by hand, for a reason where one is given. */
  givePoints(mallId: string, memberId: string, points: number, reason?: string): Promise<void>
  /** The mall gets another id; the old one answers 404 from then on. */
  rename(mallId: string, to: string): Promise<void>
  /** Calls that Cafe24 answered, by API and status, e.g. `byApi['POST points']['201']`. */
  calls(mallId: string): Promise<{
    total: number
    tooMany: number
    byApi: Record<string, Record<string, number>>
  }>
  /** What the mall's owner does with the address that it was sent; gives the code that comes back. */
  agree(authorizeUrl: string): Promise<string>
  close(): Promise<void>
}

const client = {
  client_id: 'app',
  client_secret: 'secret',
  redirect_uris: ['https://pointpay.test/solution/result'],
}
export const registrationOf = (mallId: string) => ({
  mallId,
  clientId: client.client_id,
  clientSecret: client.client_secret,
  redirectUri: client.redirect_uris[0]!,
})

let count = 0

export async function startSimulatedMalls(): Promise<SimulatedMalls> {
  const simulator = await startSimulator({})
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(simulator.origin + path, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`)
    return answer.status === 204 ? null : answer.json()
  }
  async function addMall(members: string[], redirectUri?: string): Promise<string> {
    count += 1
    const mallId = `mall${count}`
    await call('PUT', `/_sim/malls/${mallId}`, {
      shops: [1, 2],
      apps: [redirectUri ? { ...client, redirect_uris: [redirectUri] } : client],
      members: members.map((member_id) => ({ member_id })),
    })
    return mallId
  }
  return {
    origin: `${simulator.origin}/{mall_id}`,
    async add(members, redirectUri) {
      const mallId = await addMall(members, redirectUri)
      // As in any mall: a history without a row proves nothing.
      await call('PUT', `/_sim/malls/${mallId}`, { members: [{ member_id: 'regular', points: 100 }] })
      return mallId
    },
    addEmpty: (members) => addMall(members),
    addRows: async (mallId, rows) =>
      void (await call('POST', `/_sim/malls/${mallId}/rows`, {
        rows: rows.map((row) => ({ member_id: 'pointpay', ...row })),
      })),
    async lines(mallId, memberId) {
      const path = `/_sim/members/${encodeURIComponent(memberId)}/points?mall_id=${mallId}`
      return ((await call('GET', path)) as { rows: Line[] }).rows
    },
    faults: async (mallId, faults) =>
      void (await call('PUT', '/_sim/faults', { mall_id: mallId, ...faults })),
    expireTokens: async (mallId, refresh) =>
      void (await call('POST', `/_sim/malls/${mallId}/expire-tokens${refresh ? '?refresh=1' : ''}`)),
    uninstall: async (mallId) => void (await call('POST', `/_sim/malls/${mallId}/uninstall`)),
    expireApp: async (mallId) => void (await call('POST', `/_sim/malls/${mallId}/expire-app`)),
    renewApp: async (mallId) => void (await call('POST', `/_sim/malls/${mallId}/renew-app`)),
    narrowScopes: async (mallId, scopes) =>
      void (await call('POST', `/_sim/malls/${mallId}/scopes`, { scopes })),
    givePoints: async (mallId, memberId, points, reason) =>
      void (await call('PUT', `/_sim/malls/${mallId}`, {
        members: [{ member_id: memberId, points, ...(reason === undefined ? {} : { reason }) }],
      })),
    rename: async (mallId, to) => void (await call('POST', `/_sim/malls/${mallId}/rename`, { to })),
    async calls(mallId) {
      return (await call('GET', `/_sim/calls?mall_id=${mallId}`)) as never
    },
    async agree(authorizeUrl) {
      const url = new URL(authorizeUrl)
      const form = new URLSearchParams(url.search)
      form.set('decision', 'allow')
      const answer = await fetch(url.origin + url.pathname, {
        method: 'POST',
        body: form,
        redirect: 'manual',
      })
      const code = new URL(answer.headers.get('location') ?? 'about:blank').searchParams.get('code')
      if (!code) throw new Error(`The consent ended with ${answer.status}: ${await answer.text()}`)
      return code
    },
    close: () => simulator.close(),
  }
}

/** Registers the mall and lets its owner consent. */
export async function setUpMall(credits: Credits, malls: SimulatedMalls, mallId: string): Promise<void> {
  await credits.malls.register(registrationOf(mallId))
  const url = await credits.malls.authorizeUrl(mallId, 'state')
  const result = await credits.malls.consent({ mallId, code: await malls.agree(url ?? '') })
  if (result.kind !== 'consented') throw new Error(`The mall's consent ended as ${result.kind}`)
}

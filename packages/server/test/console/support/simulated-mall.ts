import { startSimulator } from '@pointpay/cafe24-sim'
import { type Credits, pointScopes, scriptTagScopes } from '@pointpay/credit'

export interface SimulatedMall {
  /** For the Cafe24 client, with `{mall_id}`. */
  origin: string
  /** A mall of its own with our app and these members. */
  add(members: string[]): Promise<string>
  /** What its owner does with the address that they were sent. */
  consent(credits: Credits, mallId: string): Promise<void>
  /** Cafe24's own books: what the member has. */
  available(mallId: string, memberId: string): Promise<number>
  /** The mall's admin brings the member to this amount. */
  give(mallId: string, memberId: string, points: number): Promise<void>
  /** The mall's admin takes points of the member's, under words of its own. */
  takeByHand(mallId: string, memberId: string, amount: number, reason: string): Promise<void>
  faults(mallId: string, faults: object): Promise<void>
  close(): Promise<void>
}

const app = {
  client_id: 'app',
  client_secret: 'secret',
  redirect_uris: ['http://pointpay.test/solution/result'],
}
let count = 0

export async function startSimulatedMall(): Promise<SimulatedMall> {
  const simulator = await startSimulator()
  async function control(method: string, path: string, body?: object): Promise<unknown> {
    const answer = await fetch(`${simulator.origin}/_sim${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return answer.status === 204 ? null : answer.json()
  }
  return {
    origin: `${simulator.origin}/{mall_id}`,
    async add(members) {
      count += 1
      const mallId = `mall${count}`
      const known = members.map((member_id) => ({ member_id }))
      await control('PUT', `/malls/${mallId}`, { shops: [1], apps: [app], members: known })
      return mallId
    },
    async consent(credits, mallId) {
      const scopes = [...pointScopes, ...scriptTagScopes]
      const address = new URL((await credits.malls.authorizeUrl(mallId, 'state', scopes)) ?? '')
      const form = new URLSearchParams(address.search)
      form.set('decision', 'allow')
      const agreed = await fetch(address.origin + address.pathname, {
        method: 'POST',
        body: form,
        redirect: 'manual',
      })
      const code = new URL(agreed.headers.get('location') ?? '').searchParams.get('code') ?? ''
      const consent = await credits.malls.consent({ mallId, code })
      if (consent.kind !== 'consented') throw new Error(`The consent ended as ${consent.kind}`)
    },
    async available(mallId, memberId) {
      const path = `/members/${encodeURIComponent(memberId)}/points?mall_id=${mallId}`
      return Number(((await control('GET', path)) as { available: string }).available)
    },
    give: async (mallId, memberId, points) =>
      void (await control('PUT', `/malls/${mallId}`, { members: [{ member_id: memberId, points }] })),
    takeByHand: async (mallId, member_id, amount, reason) =>
      void (await control('POST', `/malls/${mallId}/rows`, {
        rows: [{ member_id, type: 'decrease', amount, reason }],
      })),
    faults: async (mallId, faults) => void (await control('PUT', '/faults', { mall_id: mallId, ...faults })),
    close: () => simulator.close(),
  }
}

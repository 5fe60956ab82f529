import { startSimulator } from '@pointpay/cafe24-sim'

export interface Movement {
  type: 'increase' | 'decrease'
  amount: string
  reason: string
  shop_no: number
}

export interface MallChange {
  members?: string[]
  /** The scopes that the app was registered with. */
  scopes?: string[]
  webhookUrl?: string
  /** A number is a shop in KRW. */
  shops?: (number | { shop_no: number; [field: string]: unknown })[]
}

export const app = { clientId: 'pointpay-app', clientSecret: 'app-secret' }

/** The simulated Cafe24 as a test sees it: its books, and its levers. */
export interface SimulatedCafe24 {
  origin: string
  putMall(mallId: string, redirectUri: string, change?: MallChange): Promise<void>
  /** A member's lines in Cafe24's own books, oldest first. */
  movements(mallId: string, memberId: string): Promise<Movement[]>
  /** Of one shop, the first by default. */
  scriptTags(
    mallId: string,
    accessToken: string,
    shopNo?: number,
  ): Promise<{ src: string; integrity: string }[]>
  lever(method: string, path: string, body?: object): Promise<unknown>
  close(): Promise<void>
}

export async function aSimulatedCafe24(): Promise<SimulatedCafe24> {
  const simulator = await startSimulator()
  async function lever(method: string, path: string, body?: object): Promise<unknown> {
    const answer = await fetch(`${simulator.origin}/_sim${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return answer.status === 204 ? null : answer.json()
  }
  return {
    origin: simulator.origin,
    async putMall(mallId, redirectUri, { members = ['shopper01'], scopes, webhookUrl, shops = [1] } = {}) {
      await lever('PUT', `/malls/${mallId}`, {
        shops,
        apps: [
          {
            client_id: app.clientId,
            client_secret: app.clientSecret,
            redirect_uris: [redirectUri],
            ...(scopes && { scopes }),
            ...(webhookUrl && { webhook_url: webhookUrl }),
          },
        ],
        members: members.map((member_id) => ({ member_id })),
      })
    },
    async movements(mallId, memberId) {
      const path = `/members/${encodeURIComponent(memberId)}/points?mall_id=${mallId}`
      return ((await lever('GET', path)) as { rows: Movement[] }).rows
    },
    async scriptTags(mallId, accessToken, shopNo = 1) {
      const path = `/${mallId}/api/v2/admin/scripttags?shop_no=${shopNo}`
      const answer = await fetch(simulator.origin + path, {
        headers: { authorization: `Bearer ${accessToken}` },
      })
      return ((await answer.json()) as { scripttags: { src: string; integrity: string }[] }).scripttags
    },
    lever,
    close: () => simulator.close(),
  }
}

import {
  sessionViewSchema,
  type ConfirmIdentity,
  type Convert,
  type OpenSession,
  type Selection,
  type SessionView,
  type StartIdentity,
} from '@pointpay/contracts'
import { request, type Call, type Wire } from './request.ts'

export type Api = ReturnType<typeof createApi>

/** The popup's HTTP API (contracts, popup-api.ts), every answer parsed by its schema. */
export function createApi(wire: Wire) {
  const view = (call: Omit<Call<SessionView>, 'answer'>) =>
    request<SessionView>(wire, { ...call, answer: sessionViewSchema })

  return {
    open: (body: OpenSession) => view({ method: 'POST', path: '/sessions', body }),
    session: (id: string) => view({ path: path(id) }),
    startIdentity: (id: string, body: StartIdentity) =>
      view({ method: 'POST', path: path(id, '/identity'), body }),
    confirmIdentity: (id: string, body: ConfirmIdentity) =>
      view({ method: 'POST', path: path(id, '/identity/confirm'), body }),
    readBalances: (id: string) => view({ method: 'POST', path: path(id, '/balances') }),
    select: (id: string, body: Selection) => view({ method: 'PUT', path: path(id, '/selection'), body }),
    convert: (id: string, key: string, body: Convert) =>
      view({
        method: 'POST',
        path: path(id, '/conversions'),
        headers: { 'idempotency-key': key },
        body,
        keepalive: true,
      }),
    leave: (id: string) =>
      request<void>(wire, { method: 'DELETE', path: path(id), answer: null, keepalive: true }),
  }
}

const path = (id: string, more = '') => `/sessions/${encodeURIComponent(id)}${more}`

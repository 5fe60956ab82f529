import http from 'node:http'
import https from 'node:https'
import { startCounting } from '../elapsed.ts'
import { STALE_CONNECTION } from './failures.ts'

/**
 * The part of `fetch` that this package uses, on `node:http`: it alone tells a connection that never stood (surely nothing
 * was sent) from one that broke, and times the two apart. It follows no redirect and decodes no compression, for it asks
 * for none.
 *
 * Error codes: `ECONNREFUSED` and its kind, or `CONNECT_TIMEOUT`, before the connection stood; `ERR_STALE_CONNECTION` where a kept
 * one closed under the request; anything else after.
 */
export function createNodeFetch(connectMs: number): typeof fetch {
  // Above the calls in flight of one process; sockets are kept for less than the 5 s after which Node's servers close them.
  const agentOptions = { keepAlive: true, maxSockets: Infinity, maxFreeSockets: 1024, timeout: 4_000 }
  const agents = { 'http:': new http.Agent(agentOptions), 'https:': new https.Agent(agentOptions) }

  return (input, init = {}) =>
    new Promise<Response>((resolve, reject) => {
      const url = new URL(input instanceof Request ? input.url : input)
      const secure = url.protocol === 'https:'
      const request = (secure ? https : http).request(url, {
        method: init.method ?? 'GET',
        headers: init.headers as Record<string, string>,
        agent: agents[secure ? 'https:' : 'http:'],
        ...(init.signal ? { signal: init.signal } : {}),
      })
      // `timeout` of the agent is for idle sockets; a call's own limit is the signal's.
      request.setTimeout(0)
      const giveUp = () => {
        request.destroy(
          Object.assign(new Error(`No connection to ${url.host} within ${connectMs} ms`), {
            code: 'CONNECT_TIMEOUT',
          }),
        )
      }
      const sinceBegun = startCounting()
      const connecting = setTimeout(giveUp, connectMs)
      request.on('socket', (socket) => {
        if (request.reusedSocket) clearTimeout(connecting)
        else
          socket.once(secure ? 'secureConnect' : 'connect', () => {
            clearTimeout(connecting)
            // A process that was stopped, or whose machine slept, hears of its connection before its timers. What it was to send may have been
            // settled without it meanwhile.
            if (sinceBegun() > connectMs) giveUp()
          })
      })
      request.on('error', (error: NodeJS.ErrnoException) => {
        clearTimeout(connecting)
        const stale = request.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE')
        reject(stale ? Object.assign(new Error(error.message), { code: STALE_CONNECTION }) : error)
      })
      request.on('response', (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          const status = response.statusCode ?? 0
          const body = status === 204 || status === 205 || status === 304 ? null : Buffer.concat(chunks)
          try {
            resolve(new Response(body, { status, headers: headersOf(response) }))
          } catch (error) {
            reject(error) // A status or a header that `Response` does not take, e.g. 999.
          }
        })
        response.on('close', () => {
          if (!response.complete)
            reject(Object.assign(new Error('The answer broke off'), { code: 'ECONNRESET' }))
        })
      })
      if (typeof init.body === 'string') request.setHeader('content-length', Buffer.byteLength(init.body))
      request.end(init.body ?? undefined)
    })
}

function headersOf(response: http.IncomingMessage): [string, string][] {
  return Object.entries(response.headersDistinct).map(([name, values]) => [name, (values ?? []).join(', ')])
}

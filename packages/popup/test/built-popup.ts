import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { Readable } from 'node:stream'
import { getResponse } from 'msw'
import type { Backend } from '../src/dev/backend.ts'
import { handlersOf } from '../src/dev/handlers.ts'

/** As the server sends it with the page (server, http/headers.ts). */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

const types: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** Serves the built files under the addresses and headers of the real server, over a backend in memory. */
export async function serveBuilt(dist: string, backend: Backend): Promise<{ origin: string; stop(): void }> {
  const handlers = handlersOf(backend)
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const answered = pathname.startsWith('/pointhub/api/')
      ? answerCall(request, response)
      : answerFile(pathname, response)
    void answered.catch(() => response.writeHead(404).end())
  })

  async function answerFile(pathname: string, response: ServerResponse): Promise<void> {
    if (/^\/pointhub\/direct(\.php)?$/.test(pathname)) {
      const index = await readFile(join(dist, 'index.html'))
      response.writeHead(200, {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': POLICY,
      })
      response.end(index)
      return
    }
    const [, name = ''] = /^\/pointhub\/assets\/([A-Za-z0-9._-]+)$/.exec(pathname) ?? []
    const file = await readFile(join(dist, 'assets', name))
    response.writeHead(200, { 'content-type': types[extname(name)] ?? 'application/octet-stream' }).end(file)
  }

  async function answerCall(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await Readable.toWeb(request)
    const call = new Request(`http://${request.headers.host}${request.url}`, {
      method: request.method ?? 'GET',
      headers: request.headers as Record<string, string>,
      ...(request.method === 'POST' || request.method === 'PUT'
        ? { body: body as ReadableStream, duplex: 'half' }
        : {}),
    } as RequestInit)
    const answer = await getResponse(handlers, call)
    if (!answer) throw new Error(`No handler for ${request.method} ${request.url}.`)
    response.writeHead(answer.status, Object.fromEntries(answer.headers))
    if (!answer.body) response.end()
    else
      Readable.fromWeb(answer.body as never)
        .on('error', () => response.end())
        .pipe(response)
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop() {
      server.closeAllConnections()
      server.close()
    },
  }
}

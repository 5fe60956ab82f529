import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Received {
  form: URLSearchParams
  raw: string
  contentType: string
  atMs: number
}

type Answer = (response: ServerResponse, request: IncomingMessage) => void

/** A merchant's RETURN URL on a real port. It answers what it was told to, in that order, and then as it credits. */
export interface Merchant {
  returnUrl: string
  received: Received[]
  willAnswer(...answers: (string | Answer)[]): void
  /** How it answers a transaction number; `201` unless told. */
  willCredit(answer: (transactionNumber: string) => string): void
  close(): Promise<void>
}

export async function aMerchant(): Promise<Merchant> {
  const received: Received[] = []
  const planned: (string | Answer)[] = []
  let credit = (_transactionNumber: string) => '201'
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const raw = Buffer.concat(chunks).toString('utf8')
      const form = new URLSearchParams(raw)
      received.push({
        form,
        raw,
        contentType: request.headers['content-type'] ?? '',
        atMs: performance.now(),
      })
      const answer = planned.shift() ?? credit(form.get('rw_orderno') ?? '')
      if (typeof answer === 'function') answer(response, request)
      else response.setHeader('content-type', 'text/plain; charset=utf-8').end(answer)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    returnUrl: `http://127.0.0.1:${port}/return`,
    received,
    willAnswer: (...answers) => planned.push(...answers),
    willCredit(answer) {
      credit = answer
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

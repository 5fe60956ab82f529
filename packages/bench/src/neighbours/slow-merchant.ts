import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Just before the caller would stop waiting. */
const ANSWER_AFTER_MS = 9_900

export interface SlowMerchant {
  returnUrl: string
  close(): Promise<void>
}

/** A merchant's backend that takes every postback, and takes its time. */
export async function startSlowMerchant(): Promise<SlowMerchant> {
  const server = createServer((request, response) => {
    request.resume()
    setTimeout(() => response.end('201'), ANSWER_AFTER_MS).unref()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    returnUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

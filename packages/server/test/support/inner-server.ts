import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** What a server inside a private network says, and nobody outside may read. */
export const INNER_SECRET = 'aws_secret_access_key=wJalrXUtnFEMI'

export interface InnerServer {
  port: number
  /** Every connection and every request that came. */
  readonly connections: number
  readonly requests: number
}

/** A server that only its own network may reach. It listens on all of this machine's addresses unless told otherwise. */
export async function anInnerServer({
  host = '::',
  port = 0,
  answer = `{"Code":"Success","${INNER_SECRET}"}`,
  status = 200,
  location,
}: {
  host?: string
  port?: number
  answer?: string
  status?: number
  location?: string
} = {}): Promise<InnerServer> {
  let [connections, requests] = [0, 0]
  const server = createServer((request, response) => {
    requests += 1
    request.resume()
    response.writeHead(status, location ? { location } : {}).end(answer)
  })
  server.on('connection', () => (connections += 1))
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return {
    port: (server.address() as AddressInfo).port,
    get connections() {
      return connections
    },
    get requests() {
      return requests
    },
  }
}

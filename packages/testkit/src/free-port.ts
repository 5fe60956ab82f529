import { createServer } from 'node:net'

/**
 * Below the ports that a kernel hands out by itself, for outgoing calls and for whoever listens on port 0: Linux begins at 32768
 * (`ip_local_port_range`), others at 49152. Such a port can be taken by anybody between our look and the caller's `listen`.
 */
const FIRST = 20_000
const COUNT = 12_000

/** Neighbouring processes, such as the workers of one test run, begin this far apart, so that two never look at the same port. */
const STRIDE = 97

let next = process.pid * STRIDE

/**
 * A port of 127.0.0.1 for somebody who must know it before it is listened on, for example because it is part of a public address.
 *
 * @example
 * const port = await freePort()
 * const child = spawn('node', ['main.ts'], { env: { POINTPAY_PORT: String(port) } })
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < COUNT; tries++) {
    const port = FIRST + (next++ % COUNT)
    if (await isFree(port)) return port
  }
  throw new Error(`no free port from ${FIRST} to ${FIRST + COUNT - 1}`)
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}

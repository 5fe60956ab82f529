import { createServer } from 'node:net'

/**
 * Kernels give ports of a higher range to outgoing calls and to servers that listen on port 0: from 32768 on Linux
 * (`ip_local_port_range`), from 49152 elsewhere. A port of that range can be taken between our check and the caller's `listen`.
 */
const FIRST = 20_000
const COUNT = 12_000

/** Ports between the starting points of processes with neighbouring ids, so that they rarely check the same port. */
const STRIDE = 97

let next = process.pid * STRIDE

/**
 * Finds a free port on 127.0.0.1. For callers that must know the port before anything listens on it, for example because it is
 * part of a public address.
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

import { connect } from 'node:net'

export interface RawExchange {
  /** Writes these bytes, one after the other. */
  bytes: readonly (string | Uint8Array)[]
  /** Hangs up at once when all is written. Left out: after the answer, or after `waitMs` without one. */
  hangUp?: boolean
  waitMs?: number
}

/** Writes bytes to a port as no HTTP client would, and gives what came back until the line was closed. */
export function exchange(
  origin: string,
  { bytes, hangUp = false, waitMs = 5_000 }: RawExchange,
): Promise<string> {
  const { hostname, port } = new URL(origin)
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname)
    const timer = setTimeout(() => socket.destroy(), waitMs)
    let answer = ''
    socket.on('data', (data: Buffer) => {
      answer += data.toString('latin1')
      socket.end()
    })
    // The server may close the line while bytes are on their way.
    socket.on('error', () => {})
    socket.on('close', () => {
      clearTimeout(timer)
      resolve(answer)
    })
    socket.on('connect', () => {
      for (const each of bytes) socket.write(each)
      if (hangUp) socket.end()
    })
  })
}

/** The statuses of all answers in what came back. */
export function statusesOf(answer: string): number[] {
  return [...answer.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, status]) => Number(status))
}

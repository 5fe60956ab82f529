import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { CannotStart } from './cannot-start.ts'

export interface SimulatedPointPay {
  /** e.g. `http://127.0.0.1:4320`. */
  origin: string
  /** Registers the address that PointPay tells of a media's conversions. */
  registerReturnUrl(aCode: string, returnUrl: string): Promise<void>
  close(): Promise<void>
}

/**
 * Starts the simulated PointPay in a process of its own: the real one shares nothing with us but the wire. It ends with this
 * process, also when this one is killed.
 */
export async function startPointPayProcess(port: number): Promise<SimulatedPointPay> {
  const child = fork(fileURLToPath(import.meta.resolve('@pointpay/cafe24-sim/pointpay-main')), {
    env: { ...process.env, POINTPAY_SIM_PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const exited = once(child, 'exit')
  const started = await Promise.race([
    once(child, 'message') as Promise<[{ origin: string }]>,
    exited.then(() => null),
  ])
  if (!started)
    throw new CannotStart(
      `The simulated PointPay did not start on port ${port}; the reason is above. POINTPAY_SIM_PORT chooses another port.`,
    )
  const [{ origin }] = started
  return {
    origin,
    async registerReturnUrl(aCode, returnUrl) {
      const answer = await fetch(`${origin}/_sim/media/${aCode}`, {
        method: 'PUT',
        body: JSON.stringify({ returnUrl }),
      })
      if (!answer.ok)
        throw new Error(`The simulated PointPay did not register ${returnUrl}: ${await answer.text()}`)
    },
    async close() {
      if (child.connected) child.disconnect()
      await exited
    },
  }
}

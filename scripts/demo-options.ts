import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { popupOwners, type PopupOwner } from '@pointpay/contracts'
import { CannotStart } from './cannot-start.ts'

export interface DemoOptions {
  /** Whose popup the demo's media has; `pointpay` runs a simulated PointPay beside the server. */
  popup: PopupOwner
  port: number
  simulatorPort: number
  pointPayPort: number
  dataFolder: string
}

/**
 * What the demo takes from its arguments and the environment.
 * @throws {CannotStart} saying what was expected.
 */
export function readDemoOptions(args: string[], env: Record<string, string | undefined>): DemoOptions {
  const popup = readPopup(args)
  const folder = popup === 'own' ? 'demo' : 'demo-pointpay'
  return {
    popup,
    port: readPort(env, 'POINTPAY_PORT', 4300),
    simulatorPort: readPort(env, 'CAFE24_SIM_PORT', 4310),
    pointPayPort: readPort(env, 'POINTPAY_SIM_PORT', 4320),
    dataFolder: env['POINTPAY_DATA'] || join(import.meta.dirname, '..', '.data', folder),
  }
}

function readPopup(args: string[]): PopupOwner {
  const given = popupArgument(args) ?? 'own'
  const popup = popupOwners.find((each) => each === given)
  if (popup) return popup
  throw new CannotStart(`--popup is "${given}": expected ${popupOwners.join(' or ')}.`)
}

function popupArgument(args: string[]): string | undefined {
  // `pnpm start -- --popup pointpay` passes the `--` along, after which parseArgs would look for no options.
  const given = args.filter((each) => each !== '--')
  try {
    return parseArgs({ args: given, options: { popup: { type: 'string' } } }).values.popup
  } catch (error) {
    throw new CannotStart((error as Error).message)
  }
}

/** An empty variable counts as left out. `Number` would also take `0x10` and ` 80`. */
function readPort(env: Record<string, string | undefined>, name: string, fallback: number): number {
  const text = env[name] || String(fallback)
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (port <= 65_535) return port
  throw new CannotStart(`${name} is "${text}": expected a port, 0 to 65535.`)
}

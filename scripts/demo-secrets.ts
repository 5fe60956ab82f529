import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface DemoSecrets {
  POINTPAY_SECRET: string
  POINTPAY_TOKEN_KEYS: string
}

/** The demo's own keys: made at the first start and kept beside its data, so that a second start can open the tokens. */
export function demoSecrets(dataFolder: string): DemoSecrets {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  const place = join(dataFolder, 'secrets.json')
  const fresh: DemoSecrets = {
    POINTPAY_SECRET: randomBytes(32).toString('base64url'),
    POINTPAY_TOKEN_KEYS: `demo:${randomBytes(32).toString('base64')}`,
  }
  try {
    writeFileSync(place, JSON.stringify(fresh), { mode: 0o600, flag: 'wx' })
    return fresh
  } catch {
    return JSON.parse(readFileSync(place, 'utf8')) as DemoSecrets
  }
}

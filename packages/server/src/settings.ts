import { isIP, isIPv6 } from 'node:net'
import * as z from 'zod'
import { isLoopbackOrigin } from './loopback-origin.ts'

const base64Key = z.string().refine((text) => Buffer.from(text, 'base64').length === 32)

const tokenKeys = z
  .string()
  .transform((text) => text.split(',').map((pair) => pair.split(':')))
  .pipe(z.array(z.tuple([z.string().regex(/^[A-Za-z0-9_-]{1,20}$/), base64Key])).min(1))
  .transform((pairs) => pairs.map(([id, key]) => ({ id, key: Buffer.from(key, 'base64') })))

/** Digits alone: `Number` would also take `0x10`, `4e3` and ` 80`. */
const port = z
  .string()
  .regex(/^\d{1,5}$/)
  .transform(Number)
  .pipe(z.number().max(65_535))

/** A name that looks like an address, such as `127.0.0.999`, is no host either. */
const host = z
  .string()
  .refine((text) => isIP(text) > 0 || (/^[\w.-]+$/.test(text) && URL.canParse(`http://${text}`)))

/** As browsers write an origin: lower case, no default port. */
const publicOrigin = z
  .string()
  .regex(/^https?:\/\/[^/?#@\s]+$/)
  .refine((text) => URL.canParse(text))
  .transform((text) => new URL(text).origin)

const cafe24Origin = z
  .string()
  .regex(/^https?:\/\/\S+$/)
  .refine((text) => text.split('{mall_id}').length === 2 && URL.canParse(text.replace('{mall_id}', 'mall')))

/** Everything that the environment decides. A description says what was expected where a value is wrong. */
const environment = z.object({
  POINTPAY_PORT: port.default(4300).describe('a port, 0 to 65535'),
  POINTPAY_HOST: host
    .default('127.0.0.1')
    .describe('an address to listen on, e.g. 127.0.0.1, 0.0.0.0 or ::1'),
  POINTPAY_ORIGIN: publicOrigin
    .optional()
    .describe('the public origin, e.g. https://pointpay.example, without a path'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//)
    .optional()
    .describe('postgresql://user:password@host:5432/name; left out: PGlite in POINTPAY_DATA'),
  POINTPAY_DATA: z
    .string()
    .default('.data/pointpay')
    .describe('a folder for the embedded store and the token journal'),
  CAFE24_ORIGIN: cafe24Origin
    .default('https://{mall_id}.cafe24api.com')
    .describe('where the Admin API is, with {mall_id} where the mall stands'),
  CAFE24_CALLS_PER_SECOND: z
    .string()
    .regex(/^\d{1,2}$/)
    .transform(Number)
    .pipe(z.number().min(2).max(40))
    .default(10)
    .describe('a whole number from 2 to 40: calls of Cafe24 for one mall in any one second at most'),
  POINTPAY_PARTNERS: z
    .enum(['none', 'sandbox'])
    .default('none')
    .describe('none or sandbox (this version cannot read a partners file yet)'),
  POINTPAY_IDENTITY: z
    .enum(['none', 'sandbox'])
    .default('none')
    .describe('none or sandbox (this version has no portone yet)'),
  POINTPAY_TOKEN_KEYS: tokenKeys.describe(
    'id:base64 of 32 bytes, comma-separated, the first seals, all open',
  ),
  POINTPAY_SECRET: z
    .string()
    .min(32)
    .describe('32 characters or more, the same for every process; signs states and transactions'),
  POINTPAY_TRUST_PROXY: z
    .enum(['0', '1'])
    .default('0')
    .transform((value) => value === '1')
    .describe('1 behind a proxy that sets X-Forwarded-For, else 0'),
  POINTPAY_WORKER: z
    .enum(['on', 'off'])
    .default('on')
    .transform((value) => value === 'on')
    .describe(
      'on where this process does the background work (credits, postbacks, token refreshes), else off',
    ),
  POINTPAY_LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('debug, info, warn, error or silent'),
})

type SettingName = keyof typeof environment.shape

/** The name of every environment variable that the service reads. */
export const settingNames = Object.keys(environment.shape) as SettingName[]

export interface Settings {
  port: number
  host: string
  /** Public origin, without a trailing slash. */
  origin: string
  databaseUrl: string | null
  dataFolder: string
  /** Holds `{mall_id}` once. */
  cafe24Origin: string
  /** For one mall, in any one second at most. */
  cafe24CallsPerSecond: number
  /** Who takes live media's points: nobody, or partners that are played. */
  partners: 'none' | 'sandbox'
  /** Who checks a shopper's identity: nobody, or a check that is played. */
  identity: 'none' | 'sandbox'
  /** The first seals, all open. */
  tokenKeys: { id: string; key: Buffer }[]
  secret: string
  trustProxy: boolean
  /** This process does the background work; false: it serves pages and APIs alone. */
  worker: boolean
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
}

/** A setting is missing, wrong or dangerous; the message names each and says what was expected. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError'
}

/**
 * Reads the settings from an environment, once. An empty variable counts as left out.
 * @throws {SettingsError} naming every variable that stops the start.
 */
export function readSettings(env: Record<string, string | undefined>): Settings {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = environment.safeParse(given)
  const problems = parsed.success ? [] : describeIssues(parsed.error, given)
  if (given['POINTPAY_WORKERS'] !== undefined)
    problems.push(
      'POINTPAY_WORKERS is gone: it never set a number, only on and off. Remove it, and set POINTPAY_WORKER=off where it was 0.',
    )
  if (parsed.success) problems.push(...sandboxProblems(parsed.data))
  if (!parsed.success || problems.length > 0) throw new SettingsError(problems.join('\n'))

  const values = parsed.data
  const hostInUrl = isIPv6(values.POINTPAY_HOST) ? `[${values.POINTPAY_HOST}]` : values.POINTPAY_HOST
  return {
    port: values.POINTPAY_PORT,
    host: values.POINTPAY_HOST,
    origin: values.POINTPAY_ORIGIN ?? `http://${hostInUrl}:${values.POINTPAY_PORT}`,
    databaseUrl: values.DATABASE_URL ?? null,
    dataFolder: values.POINTPAY_DATA,
    cafe24Origin: values.CAFE24_ORIGIN,
    cafe24CallsPerSecond: values.CAFE24_CALLS_PER_SECOND,
    partners: values.POINTPAY_PARTNERS,
    identity: values.POINTPAY_IDENTITY,
    tokenKeys: values.POINTPAY_TOKEN_KEYS,
    secret: values.POINTPAY_SECRET,
    trustProxy: values.POINTPAY_TRUST_PROXY,
    worker: values.POINTPAY_WORKER,
    logLevel: values.POINTPAY_LOG_LEVEL,
  }
}

function describeIssues(error: z.ZodError, given: Record<string, unknown>): string[] {
  const names = [...new Set(error.issues.map((issue) => issue.path[0] as SettingName))]
  return names.map((name) => {
    const expected = environment.shape[name].description
    return `${name} is ${given[name] === undefined ? 'missing' : 'not usable'}: expected ${expected}.`
  })
}

/** Points that are played must never become 적립금 in a real mall. */
function sandboxProblems(values: z.infer<typeof environment>): string[] {
  if (isLoopbackOrigin(values.CAFE24_ORIGIN)) return []
  return (['POINTPAY_PARTNERS', 'POINTPAY_IDENTITY'] as const)
    .filter((name) => values[name] === 'sandbox')
    .map(
      (name) =>
        `${name}=sandbox is refused: CAFE24_ORIGIN is not on this machine, so play points would become real 적립금. ` +
        `Set ${name}=none, or point CAFE24_ORIGIN at a simulated Cafe24 on localhost, 127.0.0.0/8 or [::1], ` +
        'e.g. http://127.0.0.1:4310/{mall_id}.',
    )
}

import * as z from 'zod'

/**
 * Everything that the environment decides, parsed once. A wrong value stops the start with the variable's name and what was
 * expected.
 */
const base64Key = z.string().refine((text) => Buffer.from(text, 'base64').length === 32)

const tokenKeys = z
  .string()
  .transform((text) => text.split(',').map((pair) => pair.split(':')))
  .pipe(z.array(z.tuple([z.string().regex(/^[A-Za-z0-9_-]{1,20}$/), base64Key])).min(1))
  .transform((pairs) => pairs.map(([id, key]) => ({ id, key: Buffer.from(key, 'base64') })))

const environment = z.object({
  POINTPAY_PORT: z.coerce.number().int().min(0).max(65_535).default(4300).describe('a port, 0 to 65535'),
  POINTPAY_HOST: z.string().min(1).default('127.0.0.1').describe('an address to listen on'),
  POINTPAY_ORIGIN: z
    .string()
    .regex(/^https?:\/\/[^/?#\s]+$/)
    .optional()
    .describe('the public origin, e.g. https://pointpay.example, without a path'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//)
    .optional()
    .describe('postgresql://user:password@host:5432/name; left out: PGlite in POINTPAY_DATA'),
  POINTPAY_DATA: z
    .string()
    .min(1)
    .default('.data/pointpay')
    .describe('a folder for the embedded store and the token journal'),
  CAFE24_ORIGIN: z
    .string()
    .regex(/^https?:\/\/\S+$/)
    .default('https://{mall_id}.cafe24api.com')
    .describe('where the Admin API is, with {mall_id} where the mall stands'),
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
  POINTPAY_WORKERS: z.coerce
    .number()
    .int()
    .min(0)
    .max(64)
    .default(8)
    .describe('malls worked on at once, 0 to 64'),
  POINTPAY_LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('debug, info, warn, error or silent'),
})

export interface Settings {
  port: number
  host: string
  /** Public origin, without a trailing slash. */
  origin: string
  databaseUrl: string | null
  dataFolder: string
  cafe24Origin: string
  /** The first seals, all open. */
  tokenKeys: { id: string; key: Buffer }[]
  secret: string
  trustProxy: boolean
  workers: number
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
}

/** A setting is missing or wrong; the message names each and says what was expected. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError'
}

/**
 * Reads the settings from an environment.
 * @throws {SettingsError} naming every variable that is wrong.
 */
export function readSettings(env: Record<string, string | undefined>): Settings {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = environment.safeParse(given)
  if (!parsed.success) {
    const names = [...new Set(parsed.error.issues.map((issue) => String(issue.path[0])))]
    const lines = names.map((name) => {
      const expected = environment.shape[name as keyof typeof environment.shape].description
      return `${name} is ${given[name] === undefined ? 'missing' : 'not usable'}: expected ${expected}.`
    })
    throw new SettingsError(lines.join('\n'))
  }
  const values = parsed.data
  return {
    port: values.POINTPAY_PORT,
    host: values.POINTPAY_HOST,
    origin: values.POINTPAY_ORIGIN ?? `http://${values.POINTPAY_HOST}:${values.POINTPAY_PORT}`,
    databaseUrl: values.DATABASE_URL ?? null,
    dataFolder: values.POINTPAY_DATA,
    cafe24Origin: values.CAFE24_ORIGIN,
    tokenKeys: values.POINTPAY_TOKEN_KEYS,
    secret: values.POINTPAY_SECRET,
    trustProxy: values.POINTPAY_TRUST_PROXY,
    workers: values.POINTPAY_WORKERS,
    logLevel: values.POINTPAY_LOG_LEVEL,
  }
}

import { isIP, isIPv6 } from 'node:net'
import type { TokenKeys } from '@pointpay/credit'
import * as z from 'zod'
import type { Secrets } from './kernel/secrets.ts'
import { isLoopbackOrigin } from './loopback-origin.ts'
import {
  type ReadFile,
  readFile,
  readSecretFiles,
  type SecretFiles,
  type SecretSetting,
} from './secret-files.ts'
import { isGuessable, isPublished } from './weak-secrets.ts'

const base64Key = z.string().refine((text) => Buffer.from(text, 'base64').length === 32)

const tokenKey = z
  .tuple([z.string().regex(/^[A-Za-z0-9_-]{1,20}$/), base64Key])
  .transform(([id, key]) => ({ id, key: Buffer.from(key, 'base64') }))

const tokenKeys = z
  .string()
  .transform((text) => text.split(',').map((pair) => pair.split(':')))
  .pipe(z.tuple([tokenKey], tokenKey))
  .transform(([current, ...previous]): TokenKeys => ({ current, previous }))

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

/** As RFC 9116 has it. No blank and no line end: it becomes a line of `security.txt`. */
const securityContact = z
  .string()
  .regex(/^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+)$/)
  .refine((text) => URL.canParse(text))

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
    // Without a host it names a socket by a parameter; the driver reads that, `URL` does not.
    .refine((text) => URL.canParse(text.replace('@/', '@localhost/')))
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
  POINTPAY_SECRET_PREVIOUS: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.string().min(32)))
    .default([])
    .describe(
      'earlier values of POINTPAY_SECRET, none with a comma in it, comma-separated: they only open and check what is theirs',
    ),
  POINTPAY_SECURITY_CONTACT: securityContact
    .default('https://www.pointpay.im')
    .describe('where to report a weakness, as mailto:… or https://…; it stands in /.well-known/security.txt'),
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
  tokenKeys: TokenKeys
  secrets: Secrets
  /** Where to report a weakness: `mailto:…` or `https://…`. */
  securityContact: string
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
 * Reads the settings from an environment, once. An empty variable counts as left out. Secrets may be in files instead
 * (`POINTPAY_SECRET_FILE`).
 * @throws {SettingsError} naming every variable that stops the start, and no value of any.
 */
export function readSettings(env: Record<string, string | undefined>, read: ReadFile = readFile): Settings {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const files = readSecretFiles(given, read)
  const parsed = environment.safeParse({ ...given, ...files.values })
  const problems = Object.values(files.problems)
  if (!parsed.success) problems.push(...describeIssues(parsed.error, given, files))
  if (given['POINTPAY_WORKERS'] !== undefined)
    problems.push(
      'POINTPAY_WORKERS is gone: it never set a number, only on and off. Remove it, and set POINTPAY_WORKER=off where it was 0.',
    )
  if (parsed.success) problems.push(...sandboxProblems(parsed.data), ...weakSecretProblems(parsed.data))
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
    secrets: { current: values.POINTPAY_SECRET, previous: values.POINTPAY_SECRET_PREVIOUS },
    securityContact: values.POINTPAY_SECURITY_CONTACT,
    trustProxy: values.POINTPAY_TRUST_PROXY,
    worker: values.POINTPAY_WORKER,
    logLevel: values.POINTPAY_LOG_LEVEL,
  }
}

function describeIssues(
  error: z.ZodError,
  given: Record<string, unknown>,
  { values, problems }: SecretFiles,
): string[] {
  const names = [...new Set(error.issues.map((issue) => issue.path[0] as SettingName))]
  // What is wrong with a file has been said.
  const unsaid = names.filter((name) => problems[name as SecretSetting] === undefined)
  return unsaid.map((name) => {
    const expected = environment.shape[name].description
    if (values[name as SecretSetting] !== undefined)
      return `${name} in the file that ${name}_FILE names is not usable: expected ${expected}.`
    return `${name} is ${given[name] === undefined ? 'missing' : 'not usable'}: expected ${expected}.`
  })
}

/**
 * What signs and seals from now on must be a secret. What only opens and checks may be weak: otherwise nobody could move from
 * a weak secret to a good one.
 */
function weakSecretProblems({
  CAFE24_ORIGIN,
  POINTPAY_SECRET,
  POINTPAY_TOKEN_KEYS: { current: sealing },
}: z.infer<typeof environment>): string[] {
  const sealingKey = Buffer.from(sealing.key).toString('latin1')
  // On a simulated Cafe24 nothing is at stake.
  const isRefused = (secret: string) =>
    isGuessable(secret) || (isPublished(secret) && !isLoopbackOrigin(CAFE24_ORIGIN))
  return [
    ...(isRefused(POINTPAY_SECRET)
      ? [
          'POINTPAY_SECRET is easy to guess or is published with this software. Make one with: openssl rand -base64 48. ' +
            'If the old one was in use, move it to POINTPAY_SECRET_PREVIOUS.',
        ]
      : []),
    ...(isRefused(sealingKey)
      ? [
          'The first key of POINTPAY_TOKEN_KEYS is easy to guess or is published with this software. Put a new one before it, ' +
            'made with: echo "k2:$(openssl rand -base64 32)".',
        ]
      : []),
  ]
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

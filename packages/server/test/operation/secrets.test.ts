import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '@pointpay/testkit/free-port'
import { type Postgres, startPostgres } from '@pointpay/testkit/postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { secretSettings } from '../../src/secret-files.ts'
import { pointpay } from '../cli/support/pointpay.ts'
import { settingsEnv } from '../support/service.ts'
import { ServiceProcess } from '../support/service-process.ts'

const folder = mkdtempSync(join(tmpdir(), 'secrets-test-'))
let postgres: Postgres
let secrets: Record<(typeof secretSettings)[number], string>
/** Every secret in a file of its own. */
let env: Record<string, string>

beforeAll(async () => {
  postgres = await startPostgres()
  secrets = {
    POINTPAY_SECRET: randomBytes(32).toString('base64url'),
    POINTPAY_SECRET_PREVIOUS: randomBytes(32).toString('base64url'),
    POINTPAY_TOKEN_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    DATABASE_URL: postgres.databaseUrl,
  }
  env = { ...settingsEnv(await freePort(), 'http://127.0.0.1:1'), POINTPAY_DATA: join(folder, 'data') }
  for (const name of secretSettings) {
    const path = join(folder, name)
    writeFileSync(path, `${secrets[name]}\n`, { mode: 0o400 })
    delete env[name]
    env[`${name}_FILE`] = path
  }
})
afterAll(async () => {
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** The secrets that a text holds: whole, as the key without its name, or the database's password with its user. */
function secretsIn(text: string): string[] {
  const { username, password } = new URL(secrets.DATABASE_URL)
  const key = secrets.POINTPAY_TOKEN_KEYS.split(':')[1]!
  return [...Object.values(secrets), key, `${username}:${password}`].filter((secret) => text.includes(secret))
}

test('the service and the command run with every secret in a file, and show none of them', async () => {
  const service = new ServiceProcess({ ...env, POINTPAY_LOG_LEVEL: 'debug' })
  await service.ready()
  const media =
    'media add --a-code secretly --name 매체 --mall-id demomall --client-id app --client-secret app-secret'
  const added = await pointpay(env, media.split(' '))
  expect(added.code).toBe(0)
  const said = [added.stdout, added.stderr]
  for (const words of [
    'media list',
    'media status secretly',
    'account list',
    'credit status',
    'store status',
  ]) {
    const { code, stdout, stderr } = await pointpay(env, [...words.split(' '), '--json'])
    expect([words, code]).toEqual([words, 0])
    said.push(stdout, stderr)
  }
  for (const path of [
    '/healthz',
    '/readyz',
    '/metrics',
    '/openapi.json',
    '/console/api/service',
    '/.well-known/security.txt',
    '/solution/install/secretly',
    '/nowhere',
  ])
    said.push(await (await fetch(service.origin + path, { redirect: 'manual' })).text())
  expect(await service.kill('SIGTERM')).toBe(0)
  said.push(JSON.stringify(service.log), service.stderr)
  expect(said.join('').length).toBeGreaterThan(10_000)
  expect(secretsIn(said.join('\n'))).toEqual([])
  expect(said.join('\n')).not.toContain('app-secret')
})

test.each([
  ['that nothing listens at', 'postgresql://pointpay:hunter2-of-the-test@127.0.0.1:1/pointpay'],
  ['that cannot be decoded', 'postgresql://pointpay:hunter2-of-the-test%zz@127.0.0.1:1/pointpay'],
  ['that is no address', 'postgresql://pointpay:hunter2-of-the-test@[/pointpay'],
])('a database %s is told of without its password', async (_what, databaseUrl) => {
  const wrong = { ...env, DATABASE_URL: databaseUrl }
  delete (wrong as Record<string, string>)['DATABASE_URL_FILE']
  const service = new ServiceProcess(wrong)
  expect(await service.exited).toBe(1)
  const command = await pointpay(wrong, ['media', 'list'])
  expect(command.code).toBeGreaterThan(0)
  expect(service.stderr.length).toBeGreaterThan(10)
  for (const said of [service.stderr, JSON.stringify(service.log), command.stderr, command.stdout])
    expect(said).not.toContain('hunter2')
})

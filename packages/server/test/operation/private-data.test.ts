import { execFileSync } from 'node:child_process'
import { chmodSync, lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '@pointpay/testkit/free-port'
import { startPostgres } from '@pointpay/testkit/postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { succeed } from '../cli/support/pointpay.ts'
import { settingsEnv } from '../support/service.ts'
import { ServiceProcess } from '../support/service-process.ts'

const data = join(mkdtempSync(join(tmpdir(), 'private-data-')), 'pointpay')
let env: Record<string, string>

beforeAll(async () => {
  env = { ...settingsEnv(await freePort(), 'http://127.0.0.1:1'), POINTPAY_DATA: data }
})
afterAll(() => rmSync(join(data, '..'), { recursive: true, force: true }))

/** Everything in the data folder, the folder itself included. */
const everything = () => [
  data,
  ...readdirSync(data, { recursive: true, encoding: 'utf8' }).map((name) => join(data, name)),
]

/** What others could read or change. */
const open = () => everything().filter((path) => (lstatSync(path).mode & 0o077) !== 0)

test('all that the service and the command write is for their user alone', async () => {
  await succeed(env, ['media', 'list'])
  expect(everything().length).toBeGreaterThan(900)
  expect(open()).toEqual([])

  const process = await new ServiceProcess(env).ready()
  expect(open()).toEqual([])
  expect(await process.kill('SIGTERM')).toBe(0)
  expect(open()).toEqual([])
})

test('a data folder that was open to all is closed at the next start', async () => {
  for (const path of everything()) chmodSync(path, lstatSync(path).isDirectory() ? 0o777 : 0o666)
  const process = await new ServiceProcess(env).ready()
  expect(open()).toEqual([])
  expect(await process.kill('SIGTERM')).toBe(0)
})

test('the demo’s keys are for its user alone, whatever the mask of the shell that starts it', () => {
  const folder = join(data, '..', 'demo')
  const script = new URL('../../../../scripts/demo-secrets.ts', import.meta.url).href
  const make = `process.umask(0); (await import('${script}')).demoSecrets('${folder}')`
  execFileSync(process.execPath, ['--input-type=module', '--eval', make])
  const modes = [folder, join(folder, 'secrets.json')].map((path) => lstatSync(path).mode & 0o777)
  expect(modes).toEqual([0o700, 0o600])
})

test('where the store is a PostgreSQL, the data folder is closed for the token journal in it', async () => {
  const postgres = await startPostgres()
  for (const path of everything()) chmodSync(path, lstatSync(path).isDirectory() ? 0o777 : 0o666)
  const process = await new ServiceProcess({ ...env, DATABASE_URL: postgres.databaseUrl }).ready()
  const journal = join(data, 'token-journal')
  expect([data, journal].map((path) => lstatSync(path).mode & 0o777)).toEqual([0o700, 0o700])
  await process.kill('SIGTERM')
  await postgres.stop()
})

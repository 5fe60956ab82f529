import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newMediaSchema } from '@pointpay/contracts'
import { freePort } from '@pointpay/testkit/free-port'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { readSettings, type Service, startService } from '../../src/index.ts'
import { Person } from '../console/support/person.ts'
import { anInnerServer, INNER_SECRET } from '../support/inner-server.ts'
import { settingsEnv } from '../support/service.ts'
import { Browser, overTheWire } from '../support/shopper.ts'

const MINUTE_MS = 60_000
const folder = mkdtempSync(join(tmpdir(), 'outbound-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function start(partners: 'sandbox' | 'none', aheadMs = 0): Promise<Service> {
  const env = {
    ...settingsEnv(await freePort(), 'http://127.0.0.1:9'),
    POINTPAY_DATA: folder,
    POINTPAY_PARTNERS: partners,
    POINTPAY_IDENTITY: partners,
    POINTPAY_LOG_LEVEL: 'silent',
  }
  const clock = () => new Date(Date.now() + aheadMs)
  const service = await startService(readSettings(env), { clock })
  onTestFinished(() => service.close())
  return service
}

test('a sandbox calls merchants on this machine; a service for real points calls none inside', async () => {
  const inner = await anInnerServer()
  const sandbox = await start('sandbox')
  const integration = { kind: 'own-backend', returnUrl: `http://127.0.0.1:${inner.port}/` }
  await sandbox.setUp.add(newMediaSchema.parse({ code: 'books', name: '서점', integration }))
  const shopper = await (await new Browser(overTheWire(sandbox.origin)).open({ aCode: 'books' })).identify()
  await (await shopper.select('KT', 10_000)).convert()
  // What it answers is no 201, so that the form is due again in a minute.
  await expect.poll(() => inner.requests, { timeout: 10_000 }).toBe(1)
  await sandbox.close()

  const live = await start('none', 2 * MINUTE_MS)
  const account = { login: 'operator', name: '운영자', password: 'operators-own-password' }
  await live.accounts.add({ ...account, role: 'operator', mediaCodes: [] }, 'test')
  const operator = new Person(overTheWire(live.origin))
  await operator.logIn(account.login, account.password)
  const reviews = async () => (await operator.request('/reviews')).text()
  await expect.poll(reviews, { timeout: 15_000 }).toContain('보내지 않았으니 주소를 고치고')
  expect(await reviews()).not.toContain(INNER_SECRET)
  expect([inner.requests, inner.connections]).toEqual([1, 1])
}, 120_000)

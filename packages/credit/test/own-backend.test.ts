import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type SimulatedMalls, startSimulatedMalls } from './support/simulated-malls.ts'

const script = fileURLToPath(new URL('../../../examples/own-backend/receiver.ts', import.meta.url))
const origin = 'https://points.test'
let malls: SimulatedMalls
let mallId: string
let receiver: ChildProcess
let address: string

beforeAll(async () => {
  malls = await startSimulatedMalls()
  mallId = await malls.add(['pointpay'], `${origin}/result`)
  receiver = spawn(process.execPath, [script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      MALL_ID: mallId,
      A_CODE: 'shop',
      CLIENT_ID: 'app',
      CLIENT_SECRET: 'secret',
      PUBLIC_ORIGIN: origin,
      RETURN_KEY: 'unguessable',
      TOKEN_KEY: Buffer.alloc(32, 3).toString('base64'),
      DATA_FOLDER: mkdtempSync(join(tmpdir(), 'own-backend-')),
      CAFE24_ORIGIN: malls.origin,
      PORT: '0',
    },
  })
  const lines = createInterface(receiver.stdout!)
  const [line] = (await once(lines, 'line')) as [string]
  address = `http://127.0.0.1:${(JSON.parse(line) as { address: { port: number } }).address.port}`
})
afterAll(async () => {
  receiver.kill('SIGTERM')
  await once(receiver, 'exit')
  await malls.close()
})

const form = (change: Record<string, string> = {}) =>
  new URLSearchParams({
    rw_pay_type: 'KT',
    rw_user_id: 'pointpay',
    rw_price: '10000',
    rw_reg_datetime: '2026-11-24 11:25:36',
    rw_a_code: 'shop',
    rw_orderno: 'ME2021121733235510625855',
    utc_code: 'ETC',
    ...change,
  })
const post = async (body: URLSearchParams, key = 'unguessable') =>
  (await fetch(`${address}/return/${key}`, { method: 'POST', body })).text()

test("a merchant's own backend, in under 60 lines: consent, RETURN URL, exactly one credit", async () => {
  const install = await fetch(`${address}/install`, { redirect: 'manual' })
  const consentUrl = install.headers.get('location') ?? ''
  const code = await malls.agree(consentUrl)
  const state = new URL(consentUrl).searchParams.get('state')
  const result = await fetch(`${address}/result?${new URLSearchParams({ code, state: state ?? '' })}`)
  expect(await result.text()).toBe('토큰 발급 완료')

  expect(await post(form())).toBe('201')
  expect(await post(form())).toBe('202|-|거래번호 중복')
  await expect
    .poll(async () => (await malls.lines(mallId, 'pointpay')).map(({ amount }) => amount), {
      timeout: 10_000,
    })
    .toEqual(['10000.00'])
})

test.each([
  ['a fraction', { rw_price: '1.5' }, '202|-|rw_price 오류'],
  ['no member', { rw_user_id: '' }, '202|-|rw_user_id 오류'],
  ['another media', { rw_a_code: 'other' }, '202|-|매체 코드 오류'],
])('%s is refused in plain text', async (_what, change, answer) => {
  expect(await post(form(change))).toBe(answer)
})

test('an address that is none brings nothing down', async () => {
  const status = await new Promise((resolve, reject) => {
    request(`${address}/`, { path: '//' }, (answer) => resolve(answer.resume().statusCode))
      .on('error', reject)
      .end()
  })
  expect(status).toBe(500)
  expect((await fetch(`${address}/nowhere`)).status).toBe(404)
})

test('without the key there is nothing', async () => {
  expect((await fetch(`${address}/return/guess`, { method: 'POST', body: form() })).status).toBe(404)
})

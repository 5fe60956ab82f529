import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readSettings, type Service, startService } from '../../src/index.ts'
import type { LogLine } from '../support/service.ts'
import { settingsEnv } from '../support/service.ts'

const folder = mkdtempSync(join(tmpdir(), 'port-zero-test-'))
const password = 'a password of some length'
const log: LogLine[] = []
let service: Service

beforeAll(async () => {
  const env = { ...settingsEnv(0, 'http://127.0.0.1:1'), POINTPAY_DATA: folder }
  service = await startService(readSettings(env), {
    logTo: { write: (line) => void log.push(JSON.parse(line) as LogLine) },
  })
  await service.accounts.add(
    { login: 'operator', name: '운영자', role: 'operator', mediaCodes: [], password },
    'a test',
  )
})
afterAll(async () => {
  await service.close()
  rmSync(folder, { recursive: true, force: true })
})

test('with port 0 the service is reached, and its console logged in to, at the address that it names', async () => {
  expect(service.origin).toBe(`http://127.0.0.1:${service.port}`)
  expect(service.port).toBeGreaterThan(0)
  const logIn = (origin: string) =>
    fetch(`${service.origin}/console/api/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin },
      body: JSON.stringify({ login: 'operator', password }),
    })
  expect((await logIn(service.origin)).status).toBe(200)
  expect((await logIn(`http://localhost:${service.port}`)).status).toBe(200)
  expect((await logIn('http://127.0.0.1:0')).status).toBe(403)
})

test('the log says at the start where the audit trail ends', () => {
  expect(log.find(({ event }) => event === 'audit.head')).toMatchObject({ lines: 0, hash: '' })
})

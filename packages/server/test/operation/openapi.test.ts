import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { popupErrorBodySchema } from '@pointpay/contracts'
import type { Hono } from 'hono'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { compose } from '../../src/compose.ts'
import { openApiRoute } from '../../src/operation/openapi.ts'
import { readSettings } from '../../src/settings.ts'
import { openServerStore } from '../../src/store.ts'
import { settingsEnv } from '../support/service.ts'

interface Described {
  openapi: string
  paths: Record<
    string,
    Record<string, { parameters: { name: string; required: boolean }[]; responses: Record<string, unknown> }>
  >
}

const silent = { info() {}, warn() {}, error() {} }
let parts: readonly Hono[]
let described: Described
let close: () => Promise<void>

beforeAll(async () => {
  const settings = readSettings({
    ...settingsEnv(4300, 'http://127.0.0.1:1'),
    POINTPAY_DATA: mkdtempSync(join(tmpdir(), 'openapi-test-')),
  })
  const opened = await openServerStore(settings)
  const composed = await compose(settings, opened, silent)
  parts = composed.routes
  described = (await (await openApiRoute('1.2.3').request('/openapi.json')).json()) as Described
  close = async () => {
    await composed.close()
    await opened.store.close()
  }
})
afterAll(() => close())

test('the API description names every call of the popup’s and the console’s API, and none that is not there', () => {
  expect(described.openapi).toMatch(/^3\.1/)
  const calls = Object.entries(described.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{\w+\}/g, ':x')}`),
  )
  const served = parts
    .flatMap(({ routes }) => routes)
    .filter(({ path }) =>
      /^\/(pointhub\/(api|sessions)|console\/api|solution\/(return|presses))\//.test(path),
    )
    .filter(({ method, path }) => !['ALL', 'OPTIONS'].includes(method) && !path.includes('*'))
    .map(({ method, path }) => `${method} ${path.replaceAll(/:\w+/g, ':x')}`)
  expect([...new Set(calls)].sort()).toEqual([...new Set(served)].sort())
})

test('what a call wants in its address is described with it, and what it cannot do without', () => {
  const parametersOf = (path: string) =>
    described.paths[`/console/api${path}`]!['get']!.parameters.map(({ name, required }) => [name, required])
  const span = [
    ['mediaCode', false],
    ['from', true],
    ['to', true],
  ]
  expect(parametersOf('/totals')).toEqual(span)
  expect(parametersOf('/settlement.csv')).toEqual(span)
  expect(parametersOf('/audit')).toEqual([
    ['by', false],
    ['action', false],
    ['cursor', false],
  ])
  expect(parametersOf('/conversions')).toContainEqual(['memberId', false])
  expect(parametersOf('/media/{code}')).toEqual([['code', true]])
})

test('its schemas are those that the service itself parses with', () => {
  const refusal = JSON.stringify(described.paths['/pointhub/api/sessions']!['post']!.responses['default'])
  const example = { error: { code: 'media_unknown', message: '…' } }
  expect(popupErrorBodySchema.safeParse(example).success).toBe(true)
  expect(refusal).toContain('"media_unknown"')
})

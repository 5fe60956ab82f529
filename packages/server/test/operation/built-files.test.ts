import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { consoleFiles } from '../../src/http/console-files.ts'

const silent = { info() {}, warn() {}, error() {} }

function aBuild(dist = mkdtempSync(join(tmpdir(), 'built-files-'))) {
  mkdirSync(join(dist, 'assets'), { recursive: true })
  writeFileSync(join(dist, 'index.html'), '<!doctype html><title>console</title>')
  writeFileSync(join(dist, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
  writeFileSync(join(dist, 'assets', 'index-abc123.js'), 'void 0')
  return dist
}

test('once a page was served, it and all its files are served without the disk', async () => {
  const dist = aBuild()
  const app = consoleFiles(dist, silent)
  expect((await app.request('/console/')).status).toBe(200)
  rmSync(dist, { recursive: true })
  for (const path of [
    '/console/',
    '/console/accounts',
    '/console/icon.svg',
    '/console/assets/index-abc123.js',
  ])
    expect([path, (await app.request(path)).status]).toEqual([path, 200])
})

test('an app that is not built yet is served as soon as it is', async () => {
  const dist = mkdtempSync(join(tmpdir(), 'built-files-'))
  const app = consoleFiles(dist, silent)
  expect((await app.request('/console/')).status).toBe(503)
  aBuild(dist)
  expect((await app.request('/console/')).status).toBe(200)
})

import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompressSync } from 'node:zlib'
import { transformWithOxc } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import packageJson from '../package.json' with { type: 'json' }

/** All that loads before the first click, in one file. */
const FIRST_LOAD_BROTLI_BYTES = 4096

interface Manifest {
  version: string
  files: Record<string, { integrity: string; bytes: number; brotli: number }>
}

let dist: string
let manifest: Manifest

beforeAll(async () => {
  dist = await mkdtemp(join(tmpdir(), 'pointpay-widget-'))
  await promisify(execFile)(process.execPath, ['build.ts', dist], { cwd: join(import.meta.dirname, '..') })
  manifest = JSON.parse(await readFile(join(dist, 'manifest.json'), 'utf8')) as Manifest
})
afterAll(() => rm(dist, { recursive: true }))

const built = (name: string) => readFile(join(dist, name))

test('the first-load script is within its budget', async () => {
  expect(brotliCompressSync(await built('pointpay.js')).length).toBeLessThanOrEqual(FIRST_LOAD_BROTLI_BYTES)
})

test('the manifest tells each script’s integrity and size, and the version', async () => {
  const scripts = (await readdir(dist)).filter((name) => name.endsWith('.js'))
  expect(Object.keys(manifest.files).sort()).toEqual(scripts.sort())
  expect(manifest.version).toBe(packageJson.version)
  for (const name of scripts) {
    const code = await built(name)
    expect(manifest.files[name]).toEqual({
      integrity: 'sha384-' + createHash('sha384').update(code).digest('base64'),
      bytes: code.length,
      brotli: brotliCompressSync(code).length,
    })
  }
})

test('the first-load script loads the other with the integrity it was built with', async () => {
  const code = (await built('pointpay.js')).toString()
  expect(code).toContain(manifest.files['pressed.js']!.integrity)
})

test('no schema library and nothing that a strict policy forbids is in a script', async () => {
  for (const name of Object.keys(manifest.files)) {
    const code = (await built(name)).toString()
    expect(code).not.toMatch(
      /\bzod\b|\beval\(|new Function|innerHTML|document\.write|document\.cookie|localStorage/,
    )
  }
})

test('a second build of the same source gives the same bytes', async () => {
  const again = await mkdtemp(join(tmpdir(), 'pointpay-widget-'))
  await promisify(execFile)(process.execPath, ['build.ts', again], { cwd: join(import.meta.dirname, '..') })
  expect(await readFile(join(again, 'manifest.json'), 'utf8')).toBe(JSON.stringify(manifest, null, 2) + '\n')
  await rm(again, { recursive: true })
})

test('nothing in a script is newer than the Chromium that is declared', async () => {
  for (const name of Object.keys(manifest.files)) {
    const code = (await built(name)).toString()
    const asIs = await transformWithOxc(code, name, { target: 'esnext' })
    const lowered = await transformWithOxc(code, name, { target: 'chrome107' })
    expect(lowered.code).toBe(asIs.code)
    // What Chromium has had only since: array copies (110), URL.canParse (120), Object.groupBy (117), CSS nesting (112).
    expect(code).not.toMatch(/\.toSorted|\.toSpliced|\.with\(|canParse|groupBy|withResolvers|[{;]&|popover/)
  }
})

test('importing the npm entries on a server touches nothing global and throws nothing', async () => {
  const before = Object.getOwnPropertyNames(globalThis)
  for (const framework of ['preact', 'react'] as const)
    expect(await import(`../src/${framework}.ts`)).toHaveProperty('PointPayButton')
  const { createPointPay } = (await import(join(dist, 'npm/index.js'))) as typeof import('../src/index.ts')
  const pointpay = createPointPay({ aCode: 'DEMO' })
  const stop = pointpay.on('credited', () => {})
  stop()
  expect(pointpay.getMember()).toEqual({ kind: 'unavailable' })
  expect(pointpay.label()).toBe('제휴포인트할인')
  expect(Object.getOwnPropertyNames(globalThis)).toEqual(before)
})

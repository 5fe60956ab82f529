import { execFile } from 'node:child_process'
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompressSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'

/** Of issue 6: first load, JS + CSS. */
const FIRST_LOAD_MAX_BYTES = 30_000

let dist = ''
let index = ''
let files: string[] = []

beforeAll(async () => {
  dist = await mkdtemp(join(tmpdir(), 'popup-'))
  const cwd = new URL('..', import.meta.url).pathname
  // As `pnpm build` does, in a process of its own: here NODE_ENV is `test`, which would build the development's popup.
  await promisify(execFile)(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '--outDir', dist], {
    cwd,
    env: { ...process.env, NODE_ENV: 'production' },
  })
  index = await readFile(join(dist, 'index.html'), 'utf8')
  files = await readdir(join(dist, 'assets'))
})
afterAll(() => rm(dist, { recursive: true, force: true }))

const read = (name: string) => readFile(join(dist, 'assets', name), 'utf8')

test('the first load is at most 30 KB of brotli, JS and CSS together', async () => {
  const first = [...index.matchAll(/(?:src|href)="\/pointhub\/assets\/([^"]+\.(?:js|css))"/g)].map(
    (match) => match[1]!,
  )
  expect(first.length).toBeGreaterThanOrEqual(2)
  const sizes = await Promise.all(first.map(async (name) => brotliCompressSync(await read(name)).length))
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(FIRST_LOAD_MAX_BYTES)
})

test("the page keeps the server's Content-Security-Policy: nothing inline, nothing evaluated, all from /pointhub/assets/", async () => {
  expect(index).not.toMatch(/<script(?![^>]*\ssrc=)/)
  expect(index).not.toMatch(/<style|\sstyle=|\son\w+=/)
  for (const [, address] of index.matchAll(/(?:src|href)="([^"]+)"/g))
    expect(address).toMatch(/^\/pointhub\/assets\/[A-Za-z0-9_-][A-Za-z0-9._-]*$/)
  for (const name of files.filter((each) => each.endsWith('.js')))
    expect([name, /\beval\(|new Function\(|setAttribute\(["'`]style/.test(await read(name))]).toEqual([
      name,
      false,
    ])
})

test('nothing of the mocked server is shipped', async () => {
  for (const name of files)
    expect([name, /mockServiceWorker|482915|msw/.test(await read(name))]).toEqual([name, false])
})

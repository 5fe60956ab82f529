import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync } from 'node:zlib'
import { build, type InlineConfig, type Rolldown } from 'vite'
import { version } from './src/version.ts'

/**
 * `node build.ts [folder]` builds `dist/`, or the folder: the script tag's files with a manifest of their integrity, and
 * in `npm/` the npm entries with their declarations.
 */

/** Chrome and Edge from four years back, and what iPhones of that age run: an in-app browser is as old as its phone. */
const target = ['chrome107', 'edge107', 'firefox106', 'safari16.4']

/** 2.7 % smaller after brotli than what oxc makes of the first-load script. */
const terserOptions = { ecma: 2020 as const, compress: { passes: 3 } }

/**
 * Chrome, from 136, then compiles all of the script off the main thread, before it runs: a quarter less evaluation on a
 * slowed phone (bench, storefront). https://v8.dev/blog/explicit-compile-hints
 */
const COMPILE_HINT = '//# allFunctionsCalledOnLoad\n'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))
const dist = resolve(process.argv[2] ?? path('dist'))

async function bundle(options: InlineConfig['build'], define: Record<string, string> = {}) {
  const output = await build({
    configFile: false,
    root: path('.'),
    logLevel: 'warn',
    define,
    build: { target, write: false, minify: 'terser', terserOptions, ...options },
  })
  const [first] = output as Rolldown.RolldownOutput[]
  return first!.output.filter((file) => file.type === 'chunk')
}

/** One script without imports or globals. */
async function script(entry: string, define?: Record<string, string>): Promise<string> {
  const lib = { entry: path(entry), formats: ['iife' as const], name: 'PointPayScript', fileName: 'script' }
  const [chunk] = await bundle({ lib }, define)
  return chunk!.code.trim()
}

const integrityOf = (code: string) => 'sha384-' + createHash('sha384').update(code).digest('base64')

async function buildScripts() {
  const pressed = await script('src/pressed/chunk.ts')
  const pointpay =
    COMPILE_HINT +
    (await script('src/script/main.ts', { PRESSED_INTEGRITY: JSON.stringify(integrityOf(pressed)) }))
  const files: Record<string, { integrity: string; bytes: number; brotli: number }> = {}
  for (const [name, code] of Object.entries({ 'pointpay.js': pointpay, 'pressed.js': pressed })) {
    await writeFile(`${dist}/${name}`, code)
    files[name] = {
      integrity: integrityOf(code),
      bytes: Buffer.byteLength(code),
      brotli: brotliCompressSync(code).length,
    }
  }
  await writeFile(`${dist}/manifest.json`, JSON.stringify({ version, files }, null, 2) + '\n')
  console.table(files, ['bytes', 'brotli'])
}

async function buildNpm() {
  const entry = { index: path('src/index.ts'), preact: path('src/preact.ts'), react: path('src/react.ts') }
  const chunks = await bundle({
    lib: { entry, formats: ['es'] },
    minify: false,
    rollupOptions: { external: [/^preact/, /^react/] },
  })
  for (const { fileName, code } of chunks) await writeFile(`${dist}/npm/${fileName}`, code)
  execFileSync(
    path('../../node_modules/.bin/tsc'),
    ['-p', path('tsconfig.build.json'), '--outDir', `${dist}/npm`],
    { stdio: 'inherit' },
  )
}

await rm(dist, { recursive: true, force: true })
await mkdir(`${dist}/npm`, { recursive: true })
await buildScripts()
await buildNpm()

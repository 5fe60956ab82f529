import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')

/** What has a build: browser packages, which the server serves from their `dist`. Node runs the rest as it is written. */
const built = ['widget', 'popup', 'console'] as const

/**
 * Builds the browser packages whose sources changed since their last build. A digest of the sources lies in the package's
 * `dist/.sources`, so an unchanged package costs a few milliseconds.
 * @throws with the build's own output where a build fails.
 */
export function buildStale(): void {
  for (const name of built) {
    const folder = join(root, 'packages', name)
    const digest = digestOf(name)
    const stamp = join(folder, 'dist', '.sources')
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) continue
    console.log(`building ${name}`)
    runBuildScript(name, folder)
    mkdirSync(join(folder, 'dist'), { recursive: true })
    writeFileSync(stamp, digest)
  }
}

function runBuildScript(name: string, folder: string): void {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    scripts: { build: string }
  }
  const result = spawnSync(manifest.scripts.build, {
    cwd: folder,
    encoding: 'utf8',
    shell: true,
    env: {
      ...process.env,
      NODE_ENV: 'production',
      PATH: `${join(folder, 'node_modules/.bin')}:${join(root, 'node_modules/.bin')}:${process.env['PATH']}`,
    },
  })
  if (result.status !== 0) throw new Error(`Building ${name} failed:\n${result.stdout}${result.stderr}`)
}

function digestOf(name: string): string {
  const hash = createHash('sha256')
  const files = [name, 'contracts']
    .flatMap((part) =>
      globSync(`packages/${part}/{src/**,*.ts,*.html,package.json,public/**}`, {
        cwd: root,
        withFileTypes: true,
      }),
    )
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  for (const file of files.sort()) {
    hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0')
  }
  return hash.update(readFileSync(join(root, 'pnpm-lock.yaml'))).digest('hex')
}

if (import.meta.main) buildStale()

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'

const root = join(import.meta.dirname, '..')

/** What customers install from npm, with a build that their `package.json` names. */
const published = ['contracts', 'credit', 'widget'] as const

/** ESM alone is published: those who must may `import()`; so `require` finding ESM is by design. */
const acceptedProblems = new Set(['CJSResolvesToESM', 'NoResolution'])

/** Packs each published package as npm would get it and checks its exports and types. */
let problems = 0
for (const name of published) {
  const folder = join(root, 'packages', name)
  const out = mkdtempSync(join(tmpdir(), 'pointpay-pack-'))
  try {
    execFileSync('pnpm', ['--filter', `@pointpay/${name}`, 'run', 'build'], { cwd: root, stdio: 'pipe' })
    execFileSync('pnpm', ['pack', '--pack-destination', out], { cwd: folder, stdio: 'pipe' })
    const [file = ''] = readdirSync(out)
    const tarball = readFileSync(join(out, file))
    const lint = await publint({
      pack: { tarball: tarball.buffer.slice(tarball.byteOffset, tarball.byteOffset + tarball.byteLength) },
    })
    for (const message of lint.messages) report(name, formatMessage(message, lint.pkg) ?? message.code)
    const analysis = await checkPackage(createPackageFromTarballData(tarball))
    if (!analysis.types) report(name, 'has no types')
    else
      for (const problem of analysis.problems)
        if (!acceptedProblems.has(problem.kind)) report(name, JSON.stringify(problem))
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
}
if (problems === 0) console.log(`${published.join(', ')}: exports and types are in order`)
process.exit(problems === 0 ? 0 : 1)

function report(name: string, problem: string): void {
  problems += 1
  console.error(`@pointpay/${name}: ${problem}`)
}

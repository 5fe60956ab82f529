import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { hasPgBouncer } from '@pointpay/testkit/pgbouncer'
import { aptInstall } from './apt.ts'
import { ensureChromium } from './chromium.ts'

const root = join(import.meta.dirname, '..')
const results = join(root, 'test-results')

interface Counts {
  passed: number
  failed: number
}

interface Step {
  name: string
  command: string[]
  /** Counts of a step that runs tests; left out: the step itself is one check. */
  counts?: () => Counts
  /** What failed, a line each, said once more at the end: of a long log the end is what people see first. */
  failures?: () => string[]
  env?: Record<string, string>
}

/** Everything that must hold, cheapest first. All steps run even if one fails, so that one run shows all there is to mend. */
const steps: Step[] = [
  { name: 'build', command: ['node', 'scripts/build.ts'] },
  { name: 'types', command: ['tsc', '-b'] },
  { name: 'lint and import rules', command: ['oxlint', '--deny-warnings'] },
  { name: 'format', command: ['oxfmt', '--check', '.'] },
  { name: 'dead code', command: ['knip'] },
  { name: 'packages', command: ['node', 'scripts/check-packages.ts'] },
  {
    name: 'unit and integration',
    command: [
      'vitest',
      'run',
      '--reporter=default',
      '--reporter=json',
      '--outputFile.json=test-results/vitest.json',
    ],
    counts: vitestCounts,
    failures: vitestFailures,
  },
  {
    name: 'Chromium',
    command: ['playwright', 'test', '--config', 'playwright/playwright.config.ts'],
    counts: playwrightCounts,
    failures: playwrightFailures,
  },
]

const chromium = ensureChromium()
if (!hasPgBouncer() && !aptInstall('pgbouncer'))
  console.log('No PgBouncer could be had; the two tests behind one are skipped.')
rmSync(results, { recursive: true, force: true })
mkdirSync(results, { recursive: true })

const total: Counts = { passed: 0, failed: 0 }
const failures: string[] = []
for (const step of steps) {
  const startedMs = performance.now()
  console.log(`\n── ${step.name}: ${step.command.join(' ')}`)
  const exitCode = await run(step.command)
  const counts = countsOf(step, exitCode)
  total.passed += counts.passed
  total.failed += counts.failed
  if (counts.failed > 0) failures.push(step.name, ...(step.failures?.() ?? []).map((each) => `  ${each}`))
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1)
  console.log(`── ${step.name}: ${counts.failed === 0 ? 'ok' : 'FAILED'} in ${seconds} s`)
}
if (failures.length > 0) console.log(`\nFailed:\n${failures.join('\n')}`)
console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed === 0 ? 0 : 1)

function run(command: string[]): Promise<number> {
  const [program = '', ...args] = command
  const env = { ...process.env, CHROMIUM_PATH: chromium, FORCE_COLOR: '0' }
  return new Promise((resolve) => {
    spawn(program, args, { cwd: root, stdio: 'inherit', env })
      .on('exit', (code) => resolve(code ?? 1))
      .on('error', (error) => {
        console.error(error.message)
        resolve(1)
      })
  })
}

/** A failing exit counts as a failure even where every test that was counted passed. */
function countsOf(step: Step, exitCode: number): Counts {
  const counts = step.counts?.() ?? { passed: exitCode === 0 ? 1 : 0, failed: 0 }
  const failedUncounted = counts.failed === 0 && (exitCode !== 0 || counts.passed === 0)
  return failedUncounted ? { ...counts, failed: 1 } : counts
}

function vitestCounts(): Counts {
  const report = readReport<{ numPassedTests: number; numFailedTests: number }>('vitest.json')
  return { passed: report?.numPassedTests ?? 0, failed: report?.numFailedTests ?? 0 }
}

interface VitestReport {
  testResults: {
    name: string
    message?: string
    assertionResults: { status: string; fullName: string; failureMessages?: string[] }[]
  }[]
}

function vitestFailures(): string[] {
  const files = readReport<VitestReport>('vitest.json')?.testResults ?? []
  return files.flatMap(({ name, message, assertionResults }) => {
    const file = relative(root, name)
    const failed = assertionResults.filter(({ status }) => status === 'failed')
    if (failed.length === 0) return message ? [`${file}: ${firstLine(message)}`] : []
    return failed.map(
      ({ fullName, failureMessages }) => `${file} > ${fullName}: ${firstLine(failureMessages?.[0])}`,
    )
  })
}

function firstLine(text = ''): string {
  return text.split('\n', 1)[0] ?? ''
}

function playwrightCounts(): Counts {
  const report = readReport<{ stats: { expected: number; unexpected: number; flaky: number } }>(
    'playwright.json',
  )
  return {
    passed: report?.stats.expected ?? 0,
    failed: (report?.stats.unexpected ?? 0) + (report?.stats.flaky ?? 0),
  }
}

interface PlaywrightSuite {
  file: string
  suites?: PlaywrightSuite[]
  specs: { title: string; ok: boolean; tests: { results: { error?: { message: string } }[] }[] }[]
}

function playwrightFailures(): string[] {
  const ofSuite = ({ file, suites = [], specs }: PlaywrightSuite): string[] => [
    ...specs
      .filter(({ ok }) => !ok)
      .map(({ title, tests }) => {
        const error = tests.flatMap((each) => each.results).find((result) => result.error)?.error
        return `playwright/${file} > ${title}: ${firstLine(error?.message)}`
      }),
    ...suites.flatMap(ofSuite),
  ]
  return (readReport<{ suites: PlaywrightSuite[] }>('playwright.json')?.suites ?? []).flatMap(ofSuite)
}

function readReport<Report>(name: string): Report | null {
  try {
    return JSON.parse(readFileSync(join(results, name), 'utf8')) as Report
  } catch {
    return null
  }
}

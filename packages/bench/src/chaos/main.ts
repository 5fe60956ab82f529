import { mkdirSync, writeFileSync } from 'node:fs'
import { formatChaos } from './format-chaos.ts'
import { readOptions } from './options.ts'
import { runChaos } from './run-chaos.ts'

/** Not by `process.exitCode`: the embedded PostgreSQL's exit hook ends an idle process with 0. */
const exit = (code: 0 | 1): never => process.exit(code)

/** `npx -y pnpm@12 chaos --credits 10000 --seed 1`: exits 1 on any difference, and where anything is left undone. */
try {
  const options = readOptions(process.argv.slice(2))
  const result = await runChaos(options, (line) => console.log(line))
  console.log(formatChaos(result))
  mkdirSync('bench-results', { recursive: true })
  writeFileSync(`bench-results/chaos-${options.seed}.json`, `${JSON.stringify(result, null, 2)}\n`)
  const clean =
    result.verdict.differences.length === 0 &&
    Object.keys(result.unsettled).length === 0 &&
    !result.cancels.ends['never-taken']
  exit(clean ? 0 : 1)
} catch (error) {
  console.error(error instanceof Error ? (error.stack ?? error.message) : error)
  exit(1)
}

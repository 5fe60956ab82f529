import { mkdirSync, writeFileSync } from 'node:fs'
import { formatChaos } from './format-chaos.ts'
import { readOptions } from './options.ts'
import { runChaos } from './run-chaos.ts'

/** `npx -y pnpm@12 chaos --credits 10000 --seed 1`: exits 1 on any difference. */
try {
  const options = readOptions(process.argv.slice(2))
  const result = await runChaos(options, (line) => console.log(line))
  console.log(formatChaos(result))
  mkdirSync('bench-results', { recursive: true })
  writeFileSync(`bench-results/chaos-${options.seed}.json`, `${JSON.stringify(result, null, 2)}\n`)
  const clean = result.verdict.differences.length === 0 && Object.keys(result.unsettled).length === 0
  process.exitCode = clean ? 0 : 1
} catch (error) {
  console.error(error instanceof Error ? (error.stack ?? error.message) : error)
  process.exitCode = 1
}

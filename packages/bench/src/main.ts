import { mkdirSync, writeFileSync } from 'node:fs'
import { describeMachine } from './measure/machine.ts'
import { formatReport } from './measure/report.ts'
import { ensureChromium } from '../../../scripts/chromium.ts'
import { benches } from './benches.ts'

/** `npx -y pnpm@12 bench [name …]`: all, or those named; a table on stdout, JSON in `bench-results/`. */
const wanted = process.argv.slice(2).filter((argument) => argument !== '--')
const unknown = wanted.filter((name) => !(name in benches))
if (unknown.length > 0) {
  console.error(`No benchmark is called ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}.`)
  process.exit(1)
}
const machine = describeMachine(ensureChromium())
console.log(
  `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGiB} GiB, Linux ${machine.kernel}, Node ${machine.node}`,
)
mkdirSync('bench-results', { recursive: true })
for (const [name, run] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  const report = await run()
  console.log(formatReport(report))
  writeFileSync(`bench-results/${name}.json`, `${JSON.stringify({ machine, ...report }, null, 2)}\n`)
}

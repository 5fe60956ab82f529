import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { creditedMovements, ShopperApi } from './shopper-api.ts'
import { bringUp } from './system.ts'

/** A credit that is not there by then is a failure of the smoke test: the design's p99 is 2 s. */
const creditDeadlineMs = 20_000

/**
 * One conversion without a browser, from the popup's API to the 적립금 in the simulated Cafe24, on a system of its own (free
 * ports, a folder that is thrown away). Exit code 0 only if the 적립금 was credited exactly once.
 */
async function smoke(): Promise<void> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'pointpay-smoke-'))
  const step = stopwatch()
  const system = await bringUp({ port: 0, simulatorPort: 0, dataFolder })
  try {
    step('system up, mall consented')
    const shopper = await ShopperApi.open(system.origin, { aCode: 'demo', userId: 'shopper01' })
    step(`popup opened for ${shopper.view.media.name}, ${shopper.view.memberId}`)
    await shopper.identify()
    step('identity checked')
    const kind = shopper.view.kinds.find((each) => each.code === 'KT')
    if (!kind) throw new Error('The sandbox offers no KT points.')
    step(`balances: ${shopper.view.kinds.map((each) => `${each.code} ${each.balance}`).join(', ')}`)
    const converted = await shopper.convert('KT', 12_345)
    step(`converted ${converted.points} ${converted.kind} points: ${converted.transactionNumber}`)
    await shopper.untilCredited(creditDeadlineMs)
    step('적립 완료')
    const credits = await creditedMovements(system.simulatorOrigin, 'shopper01', converted.transactionNumber)
    const exactlyOnce =
      credits.length === 1 && credits[0]?.type === 'increase' && credits[0].amount === '12345.00'
    step(
      `Cafe24's books: ${credits.map((row) => `${row.type} ${row.amount} "${row.reason}"`).join('; ') || 'nothing'}`,
    )
    if (!exactlyOnce)
      throw new Error(`Credited ${credits.length} times, expected exactly one increase of 12345.00.`)
    console.log('credited exactly once')
  } finally {
    await system.close()
    rmSync(dataFolder, { recursive: true, force: true })
  }
}

/** Prints each step with the ms since the one before. */
function stopwatch(): (label: string) => void {
  let last = performance.now()
  return (label) => {
    const now = performance.now()
    console.log(`${(now - last).toFixed(0).padStart(6)} ms  ${label}`)
    last = now
  }
}

await smoke().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error)
    process.exit(1)
  },
)

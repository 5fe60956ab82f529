import { ensureChromium } from '../../../scripts/chromium.ts'
import { benchClaimCost } from './dispatch/claim-cost.ts'
import { benchDispatch } from './dispatch/dispatch.ts'
import { benchLatency } from './latency/latency.ts'
import type { BenchReport } from './measure/report.ts'
import { benchNeighbours } from './neighbours/neighbours.ts'
import { benchPopup } from './popup/popup.ts'
import { benchReturnUrl } from './return-url/return-url.ts'
import { benchStorefront } from './storefront/storefront.ts'

const ROUNDS = 9

/** Every benchmark by its name, in the order of issue and of a run of all. */
export const benches: Record<string, () => Promise<BenchReport>> = {
  storefront: () => benchStorefront({ chromiumPath: ensureChromium(), rounds: ROUNDS }),
  popup: () => benchPopup(ensureChromium()),
  'return-url': benchReturnUrl,
  dispatch: benchDispatch,
  'claim-cost': benchClaimCost,
  latency: benchLatency,
  neighbours: () => benchNeighbours({ rounds: ROUNDS }),
}

import type { Addresses } from '../addresses.ts'
import type { SolutionOptions } from '../deps.ts'

/**
 * Where the service moved to another public origin, the redirects of its media's apps follow. One that cannot be moved keeps its
 * own owner from consenting, and nothing else from starting.
 */
export async function followOrigin(
  { credits, log }: Pick<SolutionOptions, 'credits' | 'log'>,
  addresses: Addresses,
): Promise<void> {
  for (const { mallId, redirectUri } of await credits.malls.statuses()) {
    if (redirectUri === addresses.redirectUri) continue
    try {
      await credits.malls.moveRedirect(mallId, addresses.redirectUri)
      log.info({ mallId }, 'mall.redirect_uri_moved')
    } catch (error) {
      log.error({ mallId, err: error }, 'mall.redirect_uri_not_moved')
    }
  }
}

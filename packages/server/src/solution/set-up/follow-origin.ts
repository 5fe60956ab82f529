import { sql } from 'kysely'
import type { Addresses } from '../addresses.ts'
import type { SolutionOptions } from '../deps.ts'

/** Where the service moved to another public origin, its media's RETURN URLs and their apps' redirect follow. */
export async function followOrigin(
  { db, credits, log }: Pick<SolutionOptions, 'db' | 'credits' | 'log'>,
  addresses: Addresses,
): Promise<void> {
  const prefix = addresses.returnUrl('')
  const { rows } = await sql<{ code: string }>`
    update media set return_url = ${prefix} || return_key
    where return_key is not null and return_url <> ${prefix} || return_key
    returning code`.execute(db)
  for (const { code } of rows) log.info({ mediaCode: code }, 'media.return_url_moved')
  for (const { mallId, redirectUri } of await credits.malls.statuses()) {
    if (redirectUri === addresses.redirectUri) continue
    await credits.malls.moveRedirect(mallId, addresses.redirectUri)
    log.info({ mallId }, 'mall.redirect_uri_moved')
  }
}

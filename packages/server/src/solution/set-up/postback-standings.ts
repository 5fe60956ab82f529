import { sql } from 'kysely'
import type { SolutionDb } from '../deps.ts'

/** What a media's RETURN URL has taken, and has not. */
export interface PostbackStanding {
  /** When it took the newest conversion that it took. */
  lastCreditAt: Date | null
  /** Conversions that are posted again by themselves. */
  backlog: number
  oldestWaitingMs: number | null
  /** Postbacks that are a person's now. */
  givenUp: number
}

/** By media code. On console_conversion_page and console_conversion_undelivered: as many rows as there are such. */
export async function readPostbackStandings(
  db: SolutionDb,
  codes: readonly string[],
  now: Date,
): Promise<Map<string, PostbackStanding>> {
  const { rows } = await sql<PostbackStanding & { code: string; oldest: Date | null }>`
    select m.code, waiting.*, (
        select p.delivered_at from pointhub_conversion p
        where p.media_code = m.code and p.delivered_at is not null and not p.test
        order by coalesce(p.converted_at, p.started_at) desc limit 1) as "lastCreditAt"
    from unnest(${codes}::text[]) as m(code) cross join lateral (
      select (count(*) filter (where p.state = 'captured'))::int as backlog,
        (count(*) filter (where p.state = 'review'))::int as "givenUp",
        min(p.converted_at) filter (where p.state = 'captured') as oldest
      from pointhub_conversion p
      where p.media_code = m.code and p.state in ('captured', 'review') and p.state <> 'delivered' and not p.test
    ) waiting`.execute(db)
  return new Map(
    rows.map(({ code, oldest, ...standing }) => [
      code,
      { ...standing, oldestWaitingMs: oldest && now.getTime() - oldest.getTime() },
    ]),
  )
}

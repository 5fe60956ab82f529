import { sql } from 'kysely'
import type { Db } from '../context.ts'
import type { HistoryLine } from './types.ts'

type Row = HistoryLine & { creditId: number }

/** What happened to each of these credits, oldest first (index credit_history_of). No entry: there is no such credit. */
export async function readHistories(
  db: Db,
  creditIds: readonly number[],
): Promise<Map<number, HistoryLine[]>> {
  const accepted = await db
    .selectFrom('credit_credits')
    .select(['id', 'created_at'])
    .where('id', 'in', [0, ...creditIds])
    .execute()
  const { rows } = await sql<Row>`
    select h.credit_id as "creditId", h.at,
      case when h.by is not null and h.event <> 'cancel-asked' then 'person' else h.subject end as subject,
      h.from_state as "from", h.to_state as "to", h.event, h.reason,
      case when p.parts > 1 then p.number end as part, h.by
    from credit_history h left join credit_parts p on p.id = h.part_id
    where h.credit_id = any(${creditIds}::bigint[]) order by h.id`.execute(db)
  const lines = Map.groupBy(rows, ({ creditId }) => creditId)
  return new Map(
    accepted.map(({ id, created_at: at }) => [id, [acceptedAt(at), ...(lines.get(id) ?? []).map(readLine)]]),
  )
}

function readLine({ at, subject, from, to, event, reason, part, by }: Row): HistoryLine {
  return { at, subject, from, to, event, reason, part, by }
}

function acceptedAt(at: Date): HistoryLine {
  return {
    at,
    subject: 'credit',
    from: null,
    to: 'accepted',
    event: 'accepted',
    reason: null,
    part: null,
    by: null,
  }
}

import { sql } from 'kysely'
import type { Context } from '../context.ts'
import type { NamedPart } from '../ledger/reason.ts'
import { prepared } from '../store/prepared.ts'

/** A part that is known to be applied: a reading that shows it can show rows of its time. */
export interface Witness extends NamedPart {
  member_id: string
}

/** Those that went out soonest after the lost attempt have had most time to show up. */
const MAX_WITNESSES = 5
/** By then a quiet mall needs no witness any more; it keeps a busy mall's list short. */
const WITHIN_MS = 3_600_000

/**
 * Parts of the same mall and shop that went out at or after this part's last attempt and were applied. The same member's come
 * first: their rows are in the reading that is made anyway (index credit_parts_sent).
 */
export async function findWitnesses(
  { db }: Pick<Context, 'db'>,
  part: { id: number; mall_id: string; shop_no: number; member_id: string },
): Promise<Witness[]> {
  const { rows } = await sql<Witness>`${prepared}
    select w.member_id, w.direction, w.tag, w.mark, w.number, w.parts
    from credit_parts p join credit_parts w
      on w.mall_id = p.mall_id and w.shop_no = p.shop_no and w.id <> p.id
      and w.sent_at >= p.sent_at and w.sent_at < p.sent_at + ${WITHIN_MS}::float8 * interval '1 ms'
    where p.id = ${part.id} and w.state = 'credited'
    order by (w.member_id = p.member_id) desc, w.sent_at limit ${MAX_WITNESSES}`.execute(db)
  return rows
}

import { sql } from 'kysely'
import { channels } from '../channels.ts'
import type { Trx } from '../context.ts'
import { recordset } from '../recordset.ts'
import { nextState, type CreditEvent, type PartState } from './machine.ts'
import type { CreditChange, CreditId, WholeState } from './types.ts'
import { wholeState } from './whole-state.ts'
import { prepared } from '../store/prepared.ts'

/** Something that happened to a part. */
export interface PartEvent {
  creditId: number
  partId: number
  event: CreditEvent
  /** The attempt that it tells of; an event of an earlier attempt no longer counts. Left out: of any. */
  attempt?: number
  /** When the part is due next, if the new state is not its last; from now, ms. */
  dueInMs?: number
  code?: string
  reason?: string
  by?: string
}

export interface Move {
  creditId: number
  partId: number
  mallId: string
  from: PartState
  to: PartState
  direction: 'increase' | 'decrease'
  /** Counted by this move, where it sends. */
  attempts: number
  /** Null: it is done, or a person's. */
  dueInMs: number | null
  whole: WholeState
}

/**
 * Applies events to parts, and is the only writer of their and their credits' states: it locks the credits, looks each
 * move up in the machine, writes the new states, their history and the notification, in the caller's transaction. Of an
 * event that does not go with its part's state, the answer is null and nothing is written.
 *
 * @returns one move for each event, in order
 */
export async function applyEvents(trx: Trx, events: readonly PartEvent[]): Promise<(Move | null)[]> {
  if (events.length === 0) return []
  const creditIds = [...new Set(events.map(({ creditId }) => creditId))]
  // A statement of its own: the next one's snapshot is then later than whatever this lock waited for. In order, against
  // deadlocks.
  await sql`${prepared}select id from credit_credits where id = any(${creditIds}::bigint[]) order by id for update`.execute(
    trx,
  )
  const parts = await readParts(trx, creditIds)
  const moves = events.map((event) => move(parts, event))
  const made = moves.filter((each) => each !== null)
  if (made.length > 0) await write(trx, made)
  return moves
}

interface PartRow {
  id: number
  credit_id: number
  mall_id: string
  direction: 'increase' | 'decrease'
  state: PartState
  attempts: number
  whole: WholeState
  cancel_asked: boolean
  media_code: string
  transaction_number: string
}

/** All parts of these credits, by credit (primary key, credit_parts_of). */
async function readParts(trx: Trx, creditIds: number[]): Promise<Map<number, PartRow[]>> {
  const { rows } = await sql<PartRow>`${prepared}
    select p.id, p.credit_id, p.mall_id, p.direction, p.state, p.attempts, c.state as whole,
      c.cancel_asked_at is not null as cancel_asked, c.media_code, c.transaction_number
    from credit_credits c join credit_parts p on p.credit_id = c.id
    where c.id = any(${creditIds}::bigint[])`.execute(trx)
  return Map.groupBy(rows, (row) => row.credit_id)
}

type MadeMove = Move & { event: PartEvent; row: PartRow }

/** Moves the part within `parts`, so that the next event of the same batch finds it there. */
function move(parts: Map<number, PartRow[]>, event: PartEvent): MadeMove | null {
  const siblings = parts.get(event.creditId) ?? []
  const row = siblings.find(({ id }) => id === event.partId)
  if (!row || (event.attempt !== undefined && event.attempt !== row.attempts)) return null
  const from = row.state
  const to = nextState(from, event.event)
  if (to === null) return null
  row.state = to
  if (to === 'sending') row.attempts += 1
  return {
    creditId: event.creditId,
    partId: event.partId,
    mallId: row.mall_id,
    from,
    to,
    direction: row.direction,
    attempts: row.attempts,
    dueInMs: isLive(to) ? (event.dueInMs ?? 0) : null,
    whole: wholeState(siblings, row.cancel_asked),
    event,
    row,
  }
}

/** Something is still to be done with it, and no person has to. */
export function isLive(state: PartState): boolean {
  return state === 'accepted' || state === 'sending' || state === 'waiting' || state === 'unknown'
}

async function write(trx: Trx, moves: MadeMove[]): Promise<void> {
  const rows = moves.map(({ event, from, to, direction, partId, creditId, attempts, dueInMs }, index) => ({
    index,
    part_id: partId,
    credit_id: creditId,
    event: event.event,
    subject: direction === 'increase' ? 'credit' : 'cancel',
    from_state: from,
    to_state: to,
    attempts,
    due_ms: dueInMs,
    code: event.code ?? null,
    reason: event.reason ?? null,
    by: event.by ?? null,
  }))
  const credits = new Map<number, MadeMove>(moves.map((each) => [each.creditId, each]))
  const changes = [...credits.values()]
    .filter(({ whole, row }) => whole !== row.whole)
    .map(({ creditId, whole, row }) => ({ id: creditId, state: whole, told: changeOf(creditId, whole, row) }))
  // `last` of a part's several moves in one batch is what its row keeps.
  await sql`${prepared}
    with moved as (
      select * from ${recordset(
        rows,
        `x(index int, part_id bigint, credit_id bigint, event text, subject text, from_state text, to_state text,
           attempts int, due_ms float8, code text, reason text, by text)`,
      )}
    ), last as (
      select distinct on (part_id) * from moved order by part_id, index desc
    ), part as (
      update credit_parts p set
        state = m.to_state,
        attempts = m.attempts,
        due_at = now() + m.due_ms * interval '1 ms',
        sent_at = case when m.to_state = 'sending' or m.event = 'store-went-back' then now() else p.sent_at end,
        unknown_since = case
          when m.to_state <> 'unknown' then null
          when m.event = 'store-went-back' then now()
          else coalesce(p.unknown_since, now())
        end,
        absences = case m.event when 'absent' then p.absences + 1 when 'check-again' then p.absences else 0 end,
        unclear_code = case when m.event in ('unclear', 'lease-ended', 'store-went-back') then m.code else p.unclear_code end,
        decided_at = case when m.by is not null then now() else p.decided_at end,
        last_code = coalesce(m.code, p.last_code),
        last_message = coalesce(m.reason, p.last_message),
        changed_at = now()
      from last m where p.id = m.part_id
    ), history as (
      insert into credit_history (credit_id, part_id, subject, from_state, to_state, event, reason, by)
      select credit_id, part_id, subject, from_state, to_state, event, reason, by from moved order by index
    ), changed as (
      select * from ${recordset(changes, 'x(id bigint, state text, told jsonb)')}
    ), credit as (
      update credit_credits c set
        state = x.state,
        credited_at = case when x.state = 'credited' then coalesce(c.credited_at, now()) else c.credited_at end,
        cancelled_at = case when x.state = 'cancelled' then now() else c.cancelled_at end
      from changed x where c.id = x.id
    )
    select pg_notify(${channels.change}, told::text) from changed`.execute(trx)
}

function changeOf(creditId: number, state: WholeState, row: PartRow): CreditChange {
  return {
    creditId: String(creditId) as CreditId,
    mediaCode: row.media_code as CreditChange['mediaCode'],
    transactionNumber: row.transaction_number as CreditChange['transactionNumber'],
    state,
  }
}

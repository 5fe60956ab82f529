import { type ConsoleState, consoleStates } from '@pointpay/contracts'
import type { WholeState } from '@pointpay/credit'
import { sql } from 'kysely'
import type { PointhubConversion } from '../ports.ts'

/**
 * What a person is shown of a transaction that has a credit: the credit's state, but a cancel is over only once the
 * shopper's points are back too.
 */
export function shownStateOf(
  credit: WholeState,
  conversion: PointhubConversion['state'] | null,
): ConsoleState {
  if (credit === 'cancelled' && conversion !== null && !isOver(conversion)) return 'cancelling'
  return knownState(credit)
}

/** A state that nobody knows, e.g. after a change by hand, is a person's to look at. */
function knownState(state: ConsoleState): ConsoleState {
  return consoleStates.includes(state) ? state : 'review'
}

function isOver(conversion: PointhubConversion['state']): boolean {
  return conversion === 'cancelled' || conversion === 'failed'
}

const known = sql.join(consoleStates.map((state) => sql.lit(state)))

/** The same in SQL, of `credit_credits c` left joined to `pointhub_conversion p`. */
export const creditShown = sql<ConsoleState>`
  case when c.state = 'cancelled' and p.state not in ('cancelled', 'failed') then 'cancelling'
    when c.state in (${known}) then c.state else 'review' end`

/** A conversion without a credit, `pointhub_conversion p`: pointhub's states as for-console.ts names them. */
export const conversionShown = sql<ConsoleState>`
  case p.state
    when 'reserving' then 'converting' when 'recorded' then 'converting' when 'releasing' then 'converting'
    when 'captured' then 'posting' when 'returning' then 'cancelling'
    else case when p.state in (${known}) then p.state else 'review' end end`

/** Which of pointhub's states a person's search for one means; of the states that only credits have, none. */
export const conversionStatesOf: Partial<Record<ConsoleState, string[]>> = {
  converting: ['reserving', 'recorded', 'releasing'],
  posting: ['captured'],
  delivered: ['delivered'],
  review: ['review'],
  cancelling: ['returning', 'cancelling'],
  failed: ['failed'],
  cancelled: ['cancelled'],
}

import type { Credits, Review } from '@pointpay/credit'
import { startActor, type Actor } from './actor.ts'
import { lateMs } from './faults.ts'
import { callTimeouts } from './pace.ts'
import { client, type SimulatedCafe24 } from './simulated-cafe24.ts'

export interface PersonReport {
  /** Parts that needed a person. */
  parts: number
  /** More than the parts where one came back. */
  decisions: number
  /** The parts, by what the ledger said when it first handed them over. */
  byCode: Record<string, number>
}

export interface Person extends Actor {
  report(): PersonReport
}

const LOOK_MS = 2_000
/** By then a call that broke off has been carried out, or never will be: what Cafe24 holds no longer changes. */
const RIPE_AFTER_MS = lateMs.max + callTimeouts.answerMs + 2_000

/** Settles what the ledger leaves to people, rightly: with a look at all that Cafe24 really holds. */
export function startPerson(
  credits: Credits,
  cafe24: SimulatedCafe24,
  databaseIsSteady: () => boolean,
): Person {
  const codes = new Map<string, string>()
  let decisions = 0

  async function look(): Promise<void> {
    const { review = 0 } = await credits.ledger.counts()
    if (review === 0) return
    for (const waiting of await credits.ledger.reviews({ limit: 500 })) {
      const isRipe = Date.now() - waiting.since.getTime() > RIPE_AFTER_MS
      if (waiting.part.state === 'review' && isRipe) await settle(waiting)
    }
  }

  async function settle({ partId, credit, part }: Review): Promise<void> {
    const [key = ''] = part.reason.split(' ', 1)
    const rows = await cafe24.movements(credit.mallId)
    const isThere = rows.some(
      ({ client_id, reason }) => client_id === client.clientId && reason.startsWith(`${key} `),
    )
    const result = await credits.ledger.decide({
      partId,
      decision: isThere ? 'applied' : 'not-applied',
      by: 'chaos',
      note: 'looked into the point history',
    })
    if (result.kind !== 'decided') return
    decisions += 1
    if (!codes.has(partId)) codes.set(partId, part.lastCode ?? 'none')
  }

  const actor = startActor(LOOK_MS, look, () => !databaseIsSteady())
  return {
    ...actor,
    report: () => ({
      parts: codes.size,
      decisions,
      byCode: Object.fromEntries(
        [...Map.groupBy(codes.values(), (code) => code)].map(([code, parts]) => [code, parts.length]),
      ),
    }),
  }
}

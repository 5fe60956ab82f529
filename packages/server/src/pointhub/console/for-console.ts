import type { HistoryEntry, MediaCode, MemberId, TransactionNumber } from '@pointpay/contracts'
import { sql } from 'kysely'
import type { PointhubConversion, PointhubForConsole } from '../../console/ports.ts'
import type { ConversionState } from '../conversion/conversion-states.ts'
import { dueNow, moveConversion } from '../conversion/conversion-store.ts'
import type { Clock, PointhubDb } from '../deps.ts'
import { dropPostback, lockPostback, movePostback } from '../postback/postback-store.ts'
import { lockConversion, settleConversion } from '../postback/settle-postback.ts'
import { announcePostback } from '../changes.ts'

/** What a person in the console calls each state. One that is none, e.g. after a change by hand, is a person's to look at. */
const shownStates = {
  reserving: 'converting',
  recorded: 'converting',
  releasing: 'converting',
  captured: 'posting',
  delivered: 'delivered',
  review: 'review',
  returning: 'cancelling',
  cancelling: 'cancelling',
  failed: 'failed',
  cancelled: 'cancelled',
} as const satisfies Record<ConversionState, PointhubConversion['state']>

function shownStateOf(state: ConversionState): PointhubConversion['state'] {
  const shown: PointhubConversion['state'] | undefined = shownStates[state]
  return shown ?? 'review'
}

/** The console's hold on pointhub. `onWork` is called where something is to be carried out at once. */
export function createForConsole(db: PointhubDb, clock: Clock, onWork: () => void): PointhubForConsole {
  const conversions = () =>
    db
      .selectFrom('pointhub_conversion as conversion')
      .leftJoin(
        'pointhub_postback as postback',
        'postback.transaction_number',
        'conversion.transaction_number',
      )
      .select([
        'conversion.media_code as mediaCode',
        'conversion.transaction_number as transactionNumber',
        'conversion.test',
        'conversion.member_id as memberId',
        'conversion.kind as pointKind',
        'conversion.points',
        'conversion.amount',
        'conversion.state',
        'conversion.started_at as startedAt',
        'conversion.converted_at as convertedAt',
        'postback.given_up_at as givenUpAt',
        'postback.last_answer as lastAnswer',
      ])
  type Found = Awaited<ReturnType<ReturnType<typeof conversions>['executeTakeFirstOrThrow']>>

  const present = ({ startedAt, ...found }: Found): PointhubConversion => ({
    ...found,
    mediaCode: found.mediaCode as MediaCode,
    transactionNumber: found.transactionNumber as TransactionNumber,
    memberId: found.memberId as MemberId,
    state: shownStateOf(found.state),
    convertedAt: found.convertedAt ?? startedAt,
  })

  const find = (mediaCode: string, transactionNumber: string) =>
    conversions()
      .where('conversion.transaction_number', '=', transactionNumber)
      .where('conversion.media_code', '=', mediaCode)
      .executeTakeFirst()

  return {
    async conversionOf(mediaCode, transactionNumber) {
      const found = await find(mediaCode, transactionNumber)
      return found ? present(found) : null
    },

    async history(mediaCode, transactionNumber) {
      if (!(await find(mediaCode, transactionNumber))) return []
      const rows = await db
        .selectFrom('pointhub_history')
        .selectAll()
        .where('transaction_number', '=', transactionNumber)
        .orderBy('id')
        .execute()
      return rows.map((row): HistoryEntry => ({
        at: row.at.toISOString(),
        subject: row.subject,
        from: row.from_state,
        to: row.to_state,
        reason: row.reason,
        part: null,
        by: row.by_whom,
      }))
    },

    async refund(mediaCode, transactionNumber, by, reason) {
      if (!(await find(mediaCode, transactionNumber))) return 'not-ours'
      const outcome = await db.transaction().execute(async (trx) => {
        const row = await lockConversion(trx, transactionNumber)
        if (row.state === 'failed' || row.state === 'cancelled') return 'refunded'
        if (row.state === 'returning' || row.state === 'cancelling') return 'refunding'
        const at = clock()
        if (!row.converted_at)
          throw new Error(
            `Conversion ${transactionNumber} is ${row.state}: its points are not taken yet. It settles by itself; ask again then.`,
          )
        await moveConversion(trx, row, 'cancelling', { at, reason, by, set: dueNow(at) })
        await dropPostback(trx, transactionNumber, at)
        return 'refunding'
      })
      onWork()
      return outcome as 'refunding' | 'refunded'
    },

    async givenUpPostbacks({ mediaCodes, after, limit }) {
      // On pointhub_postback_queue. A row that was changed by hand may lack the time; it must not be lost for it.
      const since = sql<Date>`coalesce(postback.given_up_at, 'epoch')`
      let waiting = conversions()
        .where('postback.state', '=', 'review')
        .select(sql<string>`to_char(${since} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`.as('at'))
      if (mediaCodes) waiting = waiting.where('conversion.media_code', 'in', ['', ...mediaCodes])
      if (after)
        waiting = waiting.where(
          sql<boolean>`(${since}, postback.transaction_number) > (${after.at}::timestamptz, ${after.transactionNumber})`,
        )
      const found = await waiting.orderBy(since).orderBy('postback.transaction_number').limit(limit).execute()
      return found.map(({ at, ...row }) => {
        const shown = present(row)
        return { ...shown, key: { at, transactionNumber: shown.transactionNumber } }
      })
    },

    async decidePostback(mediaCode, transactionNumber, decision, by, note) {
      if (!(await find(mediaCode, transactionNumber))) return 'not-found'
      const decided = await db.transaction().execute(async (trx) => {
        const conversion = await lockConversion(trx, transactionNumber)
        const postback = await lockPostback(trx, transactionNumber)
        if (conversion.state !== 'review' || postback?.state !== 'review') return false
        const at = clock()
        const to = ({ retry: 'due', applied: 'delivered', abandon: 'refused' } as const)[decision]
        const anew = decision === 'retry' ? { attempts: 0, next_attempt_at: at, given_up_at: null } : {}
        await movePostback(trx, postback, to, { at, reason: note, by, set: anew })
        if (decision === 'retry') {
          await moveConversion(trx, conversion, 'captured', { at, reason: note, by })
          await announcePostback(trx)
        } else {
          const settled = decision === 'applied' ? 'delivered' : 'refused'
          await settleConversion(trx, conversion, settled, at, note, by)
        }
        return true
      })
      onWork()
      return decided ? 'done' : 'not-found'
    },
  }
}

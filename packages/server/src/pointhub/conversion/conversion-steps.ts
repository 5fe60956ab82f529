import type { PopupErrorCode } from '@pointpay/contracts'
import { announcePostback } from '../changes.ts'
import type { Clock, Log, PointhubDb } from '../deps.ts'
import { dropPostback, recordPostback, releasePostback } from '../postback/postback-store.ts'
import type { PartnersOf } from '../provider/partners.ts'
import { type Person, type PointProvider, ProviderUnavailable } from '../provider/point-provider.ts'
import { within } from '../provider/within.ts'
import type { ConversionRow } from '../tables.ts'
import { isWorking, type WorkingState } from './conversion-states.ts'
import { findConversion, moveConversion, postpone } from './conversion-store.ts'

/** Long enough for a slow partner, short enough for a waiting shopper; two of them fit the lease. */
const PROVIDER_TIMEOUT_MS = 5_000
const FIRST_PAUSE_MS = 2_000
const LONGEST_PAUSE_MS = 5 * 60_000

export interface ConversionSteps {
  /**
   * Carries a conversion on until it needs nobody, or its partner does not answer: then it is left to recovery.
   * @param person whose points; null where nobody waits for it any more, so that an open reservation is taken back
   */
  advance(row: ConversionRow, person: Person | null): Promise<ConversionRow>
}

type Step = (row: ConversionRow, person: Person | null) => Promise<ConversionRow | null>

/**
 * One way for requests and recovery alike. Each step calls the partner, idempotent by transaction number, and then commits
 * what it learned; a crash in between repeats the step.
 */
export function createConversionSteps(
  db: PointhubDb,
  partnersOf: PartnersOf,
  clock: Clock,
  log: Log,
): ConversionSteps {
  /** Without partners in the settings, what is under way waits for them: nothing is lost, and nothing is decided. */
  function providerOf(row: ConversionRow): PointProvider {
    const partners = partnersOf.find(row)
    if (!partners) throw new ProviderUnavailable('This service has no partners for live media.')
    return partners.provider
  }

  function fail(row: ConversionRow, reason: string, code: PopupErrorCode): Promise<ConversionRow | null> {
    return db.transaction().execute(async (trx) => {
      const set = { error_code: row.error_code ?? code }
      const moved = await moveConversion(trx, row, 'failed', { at: clock(), reason, set })
      if (moved) await dropPostback(trx, row.transaction_number, clock())
      return moved
    })
  }

  function takeBack(row: ConversionRow, reason: string): Promise<ConversionRow | null> {
    const set = { error_code: 'provider_unavailable' as const, busy_until: clock() }
    return db
      .transaction()
      .execute((trx) => moveConversion(trx, row, 'releasing', { at: clock(), reason, set }))
  }

  const steps: Record<WorkingState, Step> = {
    async reserving(row, person) {
      if (!person) return takeBack(row, '포인트 확보 중 중단되어 되돌립니다')
      const key = row.transaction_number
      const wanted = { person, kind: row.kind, points: row.points }
      let reservation
      try {
        reservation = await ask(() => providerOf(row).reserve(key, wanted))
      } catch (error) {
        await takeBack(row, '제휴사가 응답하지 않아 되돌립니다')
        throw error
      }
      if (reservation.kind === 'refused') return fail(row, '제휴사가 거절했습니다', reservation.code)
      return db.transaction().execute(async (trx) => {
        const moved = await moveConversion(trx, row, 'recorded', { at: clock() })
        if (moved) await recordPostback(trx, moved, clock())
        return moved
      })
    },

    async recorded(row) {
      const outcome = await ask(() => providerOf(row).capture(row.transaction_number))
      if (outcome === 'gone')
        return fail(row, '확보한 포인트가 사라져 차감하지 않았습니다', 'provider_refused')
      return db.transaction().execute(async (trx) => {
        const at = clock()
        const moved = await moveConversion(trx, row, 'captured', { at, set: { converted_at: at } })
        if (moved) await releasePostback(trx, moved.transaction_number, at)
        if (moved) await announcePostback(trx)
        return moved
      })
    },

    async releasing(row) {
      await ask(() => providerOf(row).release(row.transaction_number))
      return fail(row, '포인트를 차감하지 않았습니다', 'provider_unavailable')
    },

    async returning(row) {
      await ask(() => providerOf(row).refund(row.transaction_number))
      return fail(row, '포인트를 돌려주었습니다', 'provider_refused')
    },

    async cancelling(row) {
      await ask(() => providerOf(row).refund(row.transaction_number))
      return db
        .transaction()
        .execute((trx) =>
          moveConversion(trx, row, 'cancelled', { at: clock(), reason: '포인트를 돌려주었습니다' }),
        )
    },
  }

  async function reload(row: ConversionRow): Promise<ConversionRow> {
    return (await findConversion(db, row.transaction_number)) ?? row
  }

  return {
    async advance(row, person) {
      let current = row
      while (isWorking(current.state)) {
        try {
          const moved = await steps[current.state](current, person)
          if (!moved) return await reload(current)
          log.info(
            { transactionNumber: moved.transaction_number, mediaCode: moved.media_code },
            `conversion.${moved.state}`,
          )
          current = moved
        } catch (error) {
          if (!(error instanceof ProviderUnavailable)) throw error
          log.warn(
            { transactionNumber: current.transaction_number, state: current.state, kind: current.kind },
            'provider.unavailable',
          )
          if (current.state !== 'reserving') await postpone(db, current, nextTry(current, clock()))
          return await reload(current)
        }
      }
      return current
    },
  }
}

function ask<T>(call: () => Promise<T>): Promise<T> {
  return within(PROVIDER_TIMEOUT_MS, call)
}

/** After longer and longer pauses: a partner may be away for hours. */
export function nextTry(row: ConversionRow, now: Date): Date {
  const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** row.recoveries, LONGEST_PAUSE_MS)
  return new Date(now.getTime() + pauseMs)
}

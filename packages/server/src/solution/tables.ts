import type { UnusualKind } from '@pointpay/contracts'
import type { Generated } from 'kysely'

export interface SolutionTables {
  solution_used_state: { state_id: string; expires_at: Date }
  solution_script_tag: ScriptTagTable
  solution_sdk_file: SdkFileTable
  solution_day_total: DayTotalTable
  solution_unusual: UnusualTable
}

/** The widget as it was last put into a mall. */
export interface ScriptTagTable {
  media_code: string
  src: string
  integrity: string
  /** Numbers of the shops that have it. */
  shops: number[]
  put_at: Date
}

/** A file of a widget version that was ever served: malls may name it for as long as they like. */
export interface SdkFileTable {
  version: string
  name: string
  integrity: string
  body: string
  added_at: Generated<Date>
}

/** What a media was given on a day, or is being given. `return/day-total.ts` */
export interface DayTotalTable {
  media_code: string
  /** 00:00 KST */
  day_start: Date
  /** KRW */
  accepted: Generated<number>
  /** When it was last compared with the ledger. */
  counted_at: Date | null
  /** When it grew last. */
  raised_at: Generated<Date>
}

/** What was unusual about the calls of a RETURN URL: a row for each media, kind and hour, of `day` for each KST day. */
export interface UnusualTable {
  media_code: string
  kind: UnusualKind
  /** Of the hour or the day. */
  started_at: Date
  /** The newest of the calls. */
  seen_at: Date
  /** KRW; null: not known. */
  amount: number | null
  count: number
}

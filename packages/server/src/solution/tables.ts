import type { Generated } from 'kysely'

export interface SolutionTables {
  solution_used_state: { state_id: string; expires_at: Date }
  solution_script_tag: ScriptTagTable
  solution_sdk_file: SdkFileTable
  solution_day_total: DayTotalTable
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

/** What a media with a cap for a day was given on it. `return/day-total.ts` */
export interface DayTotalTable {
  media_code: string
  /** 00:00 KST */
  day_start: Date
  /** KRW */
  accepted: Generated<number>
  counted_at: Date | null
}

import { sql } from 'kysely'
import type { Clock, PointhubDb } from './deps.ts'

export interface Count {
  count: number
  endsAt: Date
}

/** Counts over all processes, each in a window of its own that begins with its first. Keys are hashed by who counts. */
export interface Counts {
  /** Counts one more before the deed, so that what happens at once does not slip through. */
  add(key: string, windowMs: number): Promise<Count>
  /** null: nothing is counted now. */
  find(key: string): Promise<Count | null>
  /** One less. */
  takeBack(...keys: string[]): Promise<void>
  forget(...keys: string[]): Promise<void>
}

export function createCounts(db: PointhubDb, clock: Clock): Counts {
  return {
    async add(key, windowMs) {
      const now = clock()
      const endsAt = new Date(now.getTime() + windowMs)
      const row = await db
        .insertInto('pointhub_count')
        .values({ key, count: 1, window_ends_at: endsAt })
        .onConflict((conflict) =>
          conflict.column('key').doUpdateSet({
            count: sql`case when pointhub_count.window_ends_at <= ${now} then 1 else pointhub_count.count + 1 end`,
            window_ends_at: sql`case when pointhub_count.window_ends_at <= ${now} then excluded.window_ends_at else pointhub_count.window_ends_at end`,
          }),
        )
        .returningAll()
        .executeTakeFirstOrThrow()
      return { count: row.count, endsAt: row.window_ends_at }
    },

    async find(key) {
      const row = await db
        .selectFrom('pointhub_count')
        .selectAll()
        .where('key', '=', key)
        .where('window_ends_at', '>', clock())
        .executeTakeFirst()
      return row ? { count: row.count, endsAt: row.window_ends_at } : null
    },

    async takeBack(...keys) {
      await db
        .updateTable('pointhub_count')
        .set({ count: sql`greatest(count - 1, 0)` })
        .where('key', 'in', keys)
        .execute()
    },

    async forget(...keys) {
      await db.deleteFrom('pointhub_count').where('key', 'in', keys).execute()
    },
  }
}

/** Index: pointhub_count_ended. */
export async function dropEndedCounts(db: PointhubDb, now: Date): Promise<void> {
  await db.deleteFrom('pointhub_count').where('window_ends_at', '<', now).execute()
}

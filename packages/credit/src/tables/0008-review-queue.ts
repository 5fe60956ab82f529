import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What waits for a person, in the order in which it came: page by page, however much there is. */
export const reviewQueue: Migration = {
  async up(db) {
    await sql`
      create index credit_parts_queue on credit_parts (changed_at, id) where state in ('refused', 'review')`.execute(
      db,
    )
  },
}

import type { Kysely, Transaction } from 'kysely'
import type { Media } from './media.ts'
import type { MediaStore } from './media-store.ts'
import type { MediaTables } from './tables.ts'

/**
 * Writes down what was changed, in the transaction that changes it: both stand, or neither. `before` is null for a media that
 * is new.
 */
export type RecordMediaChange = (
  trx: Transaction<MediaTables>,
  change: { before: Media | null; after: Media | null },
) => Promise<void>

/**
 * Changes a media and has it written down, where anybody wants to.
 * @param work changes it through the store that it is given, and through no other: this is one transaction
 */
export function changeRecorded<T>(
  db: Kysely<MediaTables>,
  media: MediaStore,
  code: string,
  record: RecordMediaChange | undefined,
  work: (media: MediaStore) => Promise<T>,
): Promise<T> {
  if (!record) return work(media)
  return db.transaction().execute(async (trx) => {
    // Of two changes at once, the second sees what the first left.
    await trx.selectFrom('media').select('code').where('code', '=', code).forUpdate().execute()
    const within = media.within(trx)
    const before = await within.byCode(code)
    const result = await work(within)
    const after = await within.byCode(code)
    await record(trx, { before, after })
    return result
  })
}

import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { Kysely, PGliteDialect } from 'kysely'
import { lockFolder } from './folder-lock.ts'
import { pgliteParsers } from './int8.ts'
import type { CreditTables } from '../tables/tables.ts'
import type { Store } from './store.ts'

/** PGlite in a folder, or in memory where `folder` is null. */
export async function openPgliteStore(folder: string | null): Promise<Store> {
  const unlock = folder === null ? () => {} : lockFolder(folder)
  let pglite: PGlite
  try {
    pglite = await PGlite.create({
      ...(folder === null ? {} : { dataDir: join(folder, 'pgdata') }),
      parsers: pgliteParsers,
    })
  } catch (error) {
    unlock()
    throw error
  }
  const db = new Kysely<CreditTables>({ dialect: new PGliteDialect({ pglite }) })
  return {
    kind: 'pglite',
    db,
    listen: (channel, handler) => pglite.listen(channel, handler),
    async close() {
      await db.destroy()
      if (!pglite.closed) await pglite.close()
      unlock()
    },
  }
}

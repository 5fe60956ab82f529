import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { Kysely, PGliteDialect } from 'kysely'
import { lockFolder } from './folder-lock.ts'
import { pgliteParsers } from './int8.ts'
import { makePrivate } from './private-folder.ts'
import { proveWrite } from './prove-write.ts'
import type { CreditTables } from '../tables/tables.ts'
import { unknownPool } from './choose-pool.ts'
import type { Store, StoreOptions } from './store.ts'

/** PGlite in a folder, or in memory where `folder` is null. */
export async function openPgliteStore(folder: string | null, { pools = {} }: StoreOptions): Promise<Store> {
  const unlock = folder === null ? () => {} : lockFolder(folder)
  const dataDir = folder === null ? null : join(folder, 'pgdata')
  let pglite: PGlite
  try {
    pglite = await PGlite.create({ ...(dataDir && { dataDir }), parsers: pgliteParsers })
    // PGlite unpacks a new store with mode 0666, whatever the umask. Files that it makes later are 0600.
    if (dataDir) makePrivate(dataDir)
  } catch (error) {
    unlock()
    throw error
  }
  const db = new Kysely<CreditTables>({ dialect: new PGliteDialect({ pglite }) })
  return {
    kind: 'pglite',
    db,
    onPool(name, work) {
      if (!(name in pools)) throw new Error(unknownPool(name, Object.keys(pools)))
      return work()
    },
    listen: (channel, handler) => pglite.listen(channel, handler),
    proveWrite: () => proveWrite(db),
    async close() {
      await db.destroy()
      if (!pglite.closed) await pglite.close()
      unlock()
    },
  }
}

import { randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import { createMediaStore, type MediaStore, type MediaStoreDeps } from '../../../src/media/media-store.ts'
import { sealer } from './sealer.ts'
import type { AllTables } from './store.ts'

/** The real media store. @param returnUrl where each mall's conversions are posted, whatever its key */
export function aMediaStore(
  db: Kysely<AllTables>,
  { returnUrl = 'http://127.0.0.1:1/', ...deps }: Partial<MediaStoreDeps> & { returnUrl?: string } = {},
): MediaStore {
  return createMediaStore(db as never, {
    sealer,
    returnUrlOf: () => returnUrl,
    clock: () => new Date(),
    random: (bytes) => randomBytes(bytes),
    log: { info() {}, warn() {}, error: console.error },
    ...deps,
  })
}

import { type MediaCode, mediaCodeSchema } from '@pointpay/contracts'
import type { SecretSealer } from '@pointpay/credit'
import { type Kysely, sql, type Updateable } from 'kysely'
import type { Clock, Log, Random } from '../pointhub/deps.ts'
import { createFirstTime, type FirstTime } from '../kernel/first-time.ts'
import type { Media } from './media.ts'
import { type IssuedKey, keyContext, keyHash, type KeyPurpose } from './media-key.ts'
import { readStoredSettings } from './stored-settings.ts'
import type { MediaTable, MediaTables } from './tables.ts'

/** What its keys bring with them, and what of it cannot be read, is made by the store. */
type KeyFields = 'oldReturnUrlUntil' | 'proofKey' | 'broken'
/** `returnUrl`: an own-backend's; null: ours. */
export type NewMediaRow = Omit<Media, 'createdAt' | KeyFields>
export type MediaRowChange = Partial<Omit<Media, 'code' | 'kind' | 'createdAt' | 'returnUrl' | KeyFields>>

/** Reads and writes media and their keys. Every finder answers null where there is none. */
export interface MediaStore {
  /** Draws the RETURN URL's key of a mall's media. `exists`: its code is taken, or its mall is another media's. */
  add(media: NewMediaRow): Promise<'added' | 'exists'>
  byCode(code: string): Promise<Media | null>
  /** By the present key of its RETURN URL, or a replaced one whose time is not over. */
  byReturnKey(returnKey: string): Promise<Media | null>
  byMallId(mallId: string): Promise<Media | null>
  /** Whether any media has registered this mall origin. */
  hasOrigin(origin: string): Promise<boolean>
  /** By code; `codes` left out: all. */
  list(codes?: readonly string[]): Promise<Media[]>
  change(code: string, change: MediaRowChange): Promise<Media | null>
  /** A new key in the place of the present one, which is taken for `overlapMs` longer. Keys replaced earlier end at once. */
  issueKey(code: MediaCode, purpose: KeyPurpose, overlapMs: number): Promise<IssuedKey>
  /** Replaced keys end now. */
  endOldKeys(code: MediaCode, purpose: KeyPurpose): Promise<void>
  /** The keys that the merchant's backend may sign with, the present one first. One that cannot be opened is left out. */
  proofKeys(code: MediaCode): Promise<string[]>
  /** The same store inside a transaction of this database. */
  within(trx: Kysely<MediaTables>): MediaStore
}

export interface MediaStoreDeps {
  /** Seals keys at rest. */
  sealer: SecretSealer
  /** Our own RETURN URL for a key. */
  returnUrlOf: (key: string) => string
  clock: Clock
  random: Random
  log: Log
}

const KEY_BYTES = 32

export function createMediaStore(
  db: Kysely<MediaTables>,
  deps: MediaStoreDeps,
  firstTime: FirstTime = createFirstTime(),
): MediaStore {
  const { sealer, returnUrlOf, clock, random, log } = deps

  const select = () => {
    const now = clock()
    return db
      .selectFrom('media')
      .select([...ownColumns, readableCap('cap_per_call'), readableCap('cap_per_day')])
      .leftJoin('media_key as return_key', (join) =>
        join
          .onRef('return_key.media_code', '=', 'media.code')
          .on('return_key.purpose', '=', 'return')
          .on('return_key.expires_at', 'is', null),
      )
      .leftJoin('media_key as proof_key', (join) =>
        join
          .onRef('proof_key.media_code', '=', 'media.code')
          .on('proof_key.purpose', '=', 'proof')
          .on('proof_key.expires_at', 'is', null),
      )
      .select((eb) => {
        const oldUntil = (purpose: KeyPurpose) =>
          eb
            .selectFrom('media_key as old')
            .select((of) => of.fn.max('old.expires_at').as('until'))
            .whereRef('old.media_code', '=', 'media.code')
            .where('old.purpose', '=', purpose)
            .where('old.expires_at', '>', now)
        return [
          'return_key.sealed as return_key_sealed',
          'proof_key.issued_at as proof_key_issued_at',
          oldUntil('return').as('old_return_until'),
          oldUntil('proof').as('old_proof_until'),
        ]
      })
  }
  type Row = Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>

  /** One media's broken key is that media's trouble alone. */
  function open(mediaCode: string, purpose: KeyPurpose, sealed: string): string | null {
    try {
      return sealer.open(sealed, keyContext(mediaCode, purpose))
    } catch (error) {
      if (firstTime(`${mediaCode} ${purpose} ${sealed}`))
        log.error({ mediaCode, purpose, err: error }, 'media.key_unreadable')
      return null
    }
  }

  function present(row: Row): Media {
    const ownKey = row.return_key_sealed && open(row.code, 'return', row.return_key_sealed)
    return {
      ...readStoredSettings(row),
      code: row.code as MediaCode,
      kind: row.kind,
      mallId: row.mall_id,
      returnUrl: row.return_url ?? (ownKey ? returnUrlOf(ownKey) : null),
      oldReturnUrlUntil: row.old_return_until,
      shopsReadAt: row.shops_read_at,
      proofKey: row.proof_key_issued_at && {
        issuedAt: row.proof_key_issued_at,
        oldUntil: row.old_proof_until,
      },
      unverifiedAllowed: row.unverified_allowed,
      mode: row.mode,
      popup: row.popup,
      createdAt: row.created_at,
    }
  }

  /** A row whose code is none can be named in no address: it is nobody's media. */
  function isCode(code: string): boolean {
    if (mediaCodeSchema.safeParse(code).success) return true
    if (firstTime(code)) log.error({ mediaCode: code }, 'media.unreadable')
    return false
  }

  const first = (row: Row | undefined): Media | null => (row ? present(row) : null)

  async function insertKey(trx: Kysely<MediaTables>, code: MediaCode, purpose: KeyPurpose): Promise<string> {
    const key = Buffer.from(random(KEY_BYTES)).toString('base64url')
    await trx
      .insertInto('media_key')
      .values({
        key_hash: keyHash(key),
        media_code: code,
        purpose,
        sealed: sealer.seal(key, keyContext(code, purpose)),
        issued_at: clock(),
        expires_at: null,
      })
      .execute()
    return key
  }

  /** In the caller's transaction where there is one. */
  const together = <T>(work: (trx: Kysely<MediaTables>) => Promise<T>): Promise<T> =>
    db.isTransaction ? work(db) : db.transaction().execute(work)

  return {
    add(media) {
      return together(async (trx) => {
        const result = await trx
          .insertInto('media')
          .values({ ...toColumns(media), code: media.code, kind: media.kind } as never)
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst()
        if (result.numInsertedOrUpdatedRows !== 1n) return 'exists'
        if (media.returnUrl === null) await insertKey(trx, media.code, 'return')
        return 'added'
      })
    },
    async byCode(code) {
      return first(await select().where('media.code', '=', code).executeTakeFirst())
    },
    async byReturnKey(returnKey) {
      const found = await db
        .selectFrom('media_key')
        .select('media_code')
        .where('key_hash', '=', keyHash(returnKey))
        .where('purpose', '=', 'return')
        .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', clock())]))
        .executeTakeFirst()
      return found ? this.byCode(found.media_code) : null
    },
    async byMallId(mallId) {
      return first(await select().where('mall_id', '=', mallId).executeTakeFirst())
    },
    async hasOrigin(origin) {
      const found = await db
        .selectFrom('media')
        .select('code')
        .where(sql<boolean>`${origin} = any(origins)`)
        .limit(1)
        .executeTakeFirst()
      return found !== undefined
    },
    async list(codes) {
      const query = codes ? select().where('media.code', 'in', ['', ...codes]) : select()
      const rows = await query.orderBy('media.code').execute()
      return rows.filter(({ code }) => isCode(code)).map(present)
    },
    async change(code, change) {
      const columns = toColumns(change)
      if (Object.keys(columns).length > 0)
        await db.updateTable('media').set(columns).where('code', '=', code).execute()
      return this.byCode(code)
    },
    issueKey(code, purpose, overlapMs) {
      return together(async (trx) => {
        const now = clock()
        // The media's row is locked first: of two who issue at once, one comes after the other.
        await trx.selectFrom('media').select('code').where('code', '=', code).forUpdate().execute()
        const keys = () =>
          trx.deleteFrom('media_key').where('media_code', '=', code).where('purpose', '=', purpose)
        await keys().where('expires_at', 'is not', null).execute()
        const until = new Date(now.getTime() + overlapMs)
        const replaced = await trx
          .updateTable('media_key')
          .set({ expires_at: until })
          .where('media_code', '=', code)
          .where('purpose', '=', purpose)
          .executeTakeFirst()
        const key = await insertKey(trx, code, purpose)
        return { key, oldUntil: replaced.numUpdatedRows > 0n ? until : null }
      })
    },
    async endOldKeys(code, purpose) {
      await db
        .deleteFrom('media_key')
        .where('media_code', '=', code)
        .where('purpose', '=', purpose)
        .where('expires_at', 'is not', null)
        .execute()
    },
    async proofKeys(code) {
      const rows = await db
        .selectFrom('media_key')
        .select('sealed')
        .where('media_code', '=', code)
        .where('purpose', '=', 'proof')
        .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', clock())]))
        .orderBy('issued_at', 'desc')
        .execute()
      return rows.map(({ sealed }) => open(code, 'proof', sealed)).filter((key) => key !== null)
    },
    within: (trx) => createMediaStore(trx, deps, firstTime),
  }
}

const ownColumns = [
  'media.code',
  'media.name',
  'media.kind',
  'media.mall_id',
  'media.return_url',
  'media.return_networks',
  'media.origins',
  'media.shops',
  'media.shops_read_at',
  'media.accent_color',
  'media.member_proof',
  'media.unverified_allowed',
  'media.mode',
  'media.popup',
  'media.nonce_separator',
  'media.created_at',
] as const

/** A sum beyond what a JavaScript number holds would fail the whole statement, with all media in it. */
function readableCap<Column extends 'cap_per_call' | 'cap_per_day'>(column: Column) {
  return sql<number>`least(${sql.ref(column)}, ${sql.lit(Number.MAX_SAFE_INTEGER)}::bigint)`.as(column)
}

const columnOf = {
  name: 'name',
  mallId: 'mall_id',
  returnUrl: 'return_url',
  returnNetworks: 'return_networks',
  origins: 'origins',
  shops: 'shops',
  shopsReadAt: 'shops_read_at',
  capPerCall: 'cap_per_call',
  capPerDay: 'cap_per_day',
  accentColor: 'accent_color',
  memberProof: 'member_proof',
  unverifiedAllowed: 'unverified_allowed',
  mode: 'mode',
  popup: 'popup',
  nonceSeparator: 'nonce_separator',
} as const satisfies Record<Exclude<keyof NewMediaRow, 'code' | 'kind'>, keyof MediaTable>

function toColumns(media: Partial<NewMediaRow>): Updateable<MediaTable> {
  const columns = Object.entries(columnOf).flatMap(([key, column]) => {
    const value = media[key as keyof NewMediaRow]
    if (value === undefined) return []
    // As text: pg takes an array for PostgreSQL's own kind of array, and not for jsonb.
    return [[column, key === 'shops' ? JSON.stringify(value) : value]]
  })
  return Object.fromEntries(columns) as Updateable<MediaTable>
}

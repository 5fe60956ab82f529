import type { Krw, MediaCode, Shop } from '@pointpay/contracts'
import { type Kysely, type Selectable, sql, type Updateable } from 'kysely'
import type { Media } from './media.ts'
import type { MediaTable, MediaTables } from './tables.ts'

/** Reads and writes media. Every finder answers null where there is none. */
export interface MediaStore {
  /** `exists`: its code is taken, or its mall is another media's. */
  add(media: Omit<Media, 'createdAt'>): Promise<'added' | 'exists'>
  byCode(code: string): Promise<Media | null>
  byReturnKey(returnKey: string): Promise<Media | null>
  byMallId(mallId: string): Promise<Media | null>
  /** Whether any media has registered this mall origin. */
  hasOrigin(origin: string): Promise<boolean>
  /** By code; `codes` left out: all. */
  list(codes?: readonly string[]): Promise<Media[]>
  change(code: string, change: Partial<Omit<Media, 'code' | 'kind' | 'createdAt'>>): Promise<Media | null>
}

export function createMediaStore(db: Kysely<MediaTables>): MediaStore {
  const select = () => db.selectFrom('media').selectAll()
  return {
    async add(media) {
      const result = await db
        .insertInto('media')
        .values({ ...toColumns(media), code: media.code, kind: media.kind } as never)
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return result.numInsertedOrUpdatedRows === 1n ? 'added' : 'exists'
    },
    async byCode(code) {
      return toMedia(await select().where('code', '=', code).executeTakeFirst())
    },
    async byReturnKey(returnKey) {
      return toMedia(await select().where('return_key', '=', returnKey).executeTakeFirst())
    },
    async byMallId(mallId) {
      return toMedia(await select().where('mall_id', '=', mallId).executeTakeFirst())
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
      const query = codes ? select().where('code', 'in', ['', ...codes]) : select()
      return (await query.orderBy('code').execute()).map(present)
    },
    async change(code, change) {
      const columns = toColumns(change)
      if (Object.keys(columns).length === 0) return this.byCode(code)
      const row = await db
        .updateTable('media')
        .set(columns)
        .where('code', '=', code)
        .returningAll()
        .executeTakeFirst()
      return toMedia(row)
    },
  }
}

const columnOf = {
  name: 'name',
  mallId: 'mall_id',
  returnUrl: 'return_url',
  returnKey: 'return_key',
  returnNetworks: 'return_networks',
  origins: 'origins',
  shops: 'shops',
  shopsReadAt: 'shops_read_at',
  capPerCall: 'cap_per_call',
  capPerDay: 'cap_per_day',
  accentColor: 'accent_color',
  memberProof: 'member_proof',
  memberProofSecret: 'member_proof_secret',
  unverifiedAllowed: 'unverified_allowed',
  mode: 'mode',
  popup: 'popup',
  nonceSeparator: 'nonce_separator',
} as const satisfies Record<Exclude<keyof Media, 'code' | 'kind' | 'createdAt'>, keyof MediaTable>

function toColumns(media: Partial<Media>): Updateable<MediaTable> {
  const columns = Object.entries(columnOf).flatMap(([key, column]) => {
    const value = media[key as keyof Media]
    if (value === undefined) return []
    // As text: pg takes an array for PostgreSQL's own kind of array, and not for jsonb.
    return [[column, key === 'shops' ? JSON.stringify(value) : value]]
  })
  return Object.fromEntries(columns) as Updateable<MediaTable>
}

function toMedia(row: Selectable<MediaTable> | undefined): Media | null {
  return row ? present(row) : null
}

function present(row: Selectable<MediaTable>): Media {
  return {
    code: row.code as MediaCode,
    name: row.name,
    kind: row.kind,
    mallId: row.mall_id,
    returnUrl: row.return_url,
    returnKey: row.return_key,
    returnNetworks: row.return_networks,
    origins: row.origins,
    shops: row.shops as Shop[],
    shopsReadAt: row.shops_read_at,
    capPerCall: row.cap_per_call === null ? null : (Number(row.cap_per_call) as Krw),
    capPerDay: row.cap_per_day === null ? null : (Number(row.cap_per_day) as Krw),
    accentColor: row.accent_color,
    memberProof: row.member_proof,
    memberProofSecret: row.member_proof_secret,
    unverifiedAllowed: row.unverified_allowed,
    mode: row.mode,
    popup: row.popup,
    nonceSeparator: row.nonce_separator,
    createdAt: row.created_at,
  }
}

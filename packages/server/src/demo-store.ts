import { type Kysely, sql } from 'kysely'
import { verifyPassword } from './console/accounts/password-hash.ts'

/** The demo's accounts. They are published in the README, so a store that holds them is open to everybody. */
export const DEMO_OPERATOR = 'operator'
export const DEMO_MANAGER = 'demo'
export const DEMO_PASSWORD = 'pointpay-demo'

/** What the one row of `demo_store` says, to tell our mark from a table of that name that is not ours. */
const MADE_BY = 'pointpay start'

/** The store was opened and left as it was, since it is not for this entry; the message says why and what to do. */
export class StoreRefused extends Error {
  override readonly name = 'StoreRefused'
}

/**
 * For the demo, before it migrates: marks an empty store as a demo's, and goes on with one that has the mark.
 * @throws {StoreRefused} where the store holds tables and no mark; nothing is written then.
 */
export async function claimForDemo<DB>(db: Kysely<DB>): Promise<void> {
  await db.transaction().execute(async (trx) => {
    // Two demos may start at once on one PostgreSQL.
    await sql`select pg_advisory_xact_lock(hashtext('demo_store'))`.execute(trx)
    if (await hasMark(trx)) return
    if (await hasTables(trx))
      throw new StoreRefused(
        'This database holds tables and was not made by `start` as a demo, so the demo does not run on it. Nothing was ' +
          'changed. Name an empty database with DATABASE_URL, or leave DATABASE_URL out; for the embedded store name ' +
          'another folder with POINTPAY_DATA.',
      )
    await sql`create table demo_store (made_by text not null)`.execute(trx)
    await sql`insert into demo_store (made_by) values (${MADE_BY})`.execute(trx)
  })
}

/**
 * For the production entry, before it migrates: makes sure that nobody can log in with the published demo accounts. A demo's
 * store without them is no demo's any more and loses its mark.
 * @throws {StoreRefused} where such an account is open; nothing is written then.
 */
export async function claimForProduction<DB>(db: Kysely<DB>): Promise<void> {
  const open = await openDemoAccounts(db)
  if (open.length > 0)
    throw new StoreRefused(
      `This store holds published demo accounts: ${open.join(', ')}. Their password is in the README, so anybody could log ` +
        'in. Nothing was changed. With the same environment, give each a new password or disable it, then start again:\n' +
        open
          .map((login) => `  pointpay account password ${login}    or    pointpay account disable ${login}`)
          .join('\n'),
    )
  if (await hasMark(db)) await sql`drop table if exists demo_store`.execute(db)
}

async function openDemoAccounts<DB>(db: Kysely<DB>): Promise<string[]> {
  if (!(await exists(db, 'console_account'))) return []
  const { rows } = await sql<{ login: string; password_hash: string }>`
    select login, password_hash from console_account
    where login in (${DEMO_OPERATOR}, ${DEMO_MANAGER}) and not disabled
    order by login`.execute(db)
  return rows
    .filter(({ password_hash }) => verifyPassword(DEMO_PASSWORD, password_hash))
    .map(({ login }) => login)
}

async function hasMark<DB>(db: Kysely<DB>): Promise<boolean> {
  if (!(await exists(db, 'demo_store'))) return false
  // Read as JSON, which works whatever columns a table of that name has.
  const { rows } = await sql<{ made_by: string | null }>`
    select to_jsonb(mark) ->> 'made_by' as made_by from demo_store as mark limit 1`.execute(db)
  return rows[0]?.made_by === MADE_BY
}

async function exists<DB>(db: Kysely<DB>, table: string): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    select to_regclass(${table}) is not null as found`.execute(db)
  return rows[0]!.found
}

/** Tables of any schema but PostgreSQL's own. Views do not count: hosted databases bring some along. */
async function hasTables<DB>(db: Kysely<DB>): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    select exists (
      select from pg_class join pg_namespace on pg_namespace.oid = relnamespace
      where relkind in ('r', 'p', 'f') and nspname not like 'pg\\_%' and nspname <> 'information_schema'
    ) as found`.execute(db)
  return rows[0]!.found
}

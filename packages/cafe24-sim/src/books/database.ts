import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'

/** The simulator's own state, which survives a restart and a kill. */
export interface Database {
  /** Rows of a query; statements are prepared once. */
  all<Row>(sql: string, ...values: SQLInputValue[]): Row[]
  get<Row>(sql: string, ...values: SQLInputValue[]): Row | undefined
  run(sql: string, ...values: SQLInputValue[]): void
  /** Keeps all that the work writes, or nothing where it throws. */
  transaction(work: () => void): void
  close(): void
}

const tables = `
create table if not exists malls (
  mall_id text primary key, a_code text not null, widget_src text, shops text not null, owner_password text not null,
  snippet text);
create table if not exists apps (
  mall_id text not null, client_id text not null, client_secret text not null, redirect_uris text not null,
  scopes text not null, webhook_url text, state text not null default 'available',
  primary key (mall_id, client_id));
create table if not exists members (
  mall_id text not null, member_id text not null, name text not null, password text not null, phone text not null,
  primary key (mall_id, member_id));
create table if not exists movements (
  no integer primary key autoincrement, mall_id text not null, shop_no integer not null, member_id text not null,
  type text not null, amount_cents integer not null, reason text not null, order_id text, issued_ms integer not null,
  visible_ms integer not null, available_cents integer not null, client_id text, kind text not null);
create index if not exists movements_member on movements (mall_id, member_id, no);
create index if not exists movements_time on movements (mall_id, issued_ms);
create table if not exists codes (
  code text primary key, mall_id text not null, client_id text not null, redirect_uri text not null,
  scopes text not null, user_id text not null, expires_ms integer not null);
create table if not exists tokens (
  access_token text primary key, refresh_token text not null unique, mall_id text not null, client_id text not null,
  scopes text not null, user_id text not null, access_until_ms integer not null, refresh_until_ms integer not null,
  refreshed integer not null default 0);
create index if not exists tokens_mall on tokens (mall_id, client_id);
create table if not exists script_tags (
  script_no integer primary key autoincrement, mall_id text not null, client_id text not null, shop_no integer not null,
  src text not null, display_location text not null, exclude_path text not null, skin_no text not null,
  integrity text, created_ms integer not null, updated_ms integer not null);
create table if not exists visits (
  visit text primary key, mall_id text not null, member_id text not null);
`

/** Opens the state in a file, or in memory with `:memory:`. */
export function openDatabase(file: string): Database {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true })
  const sqlite = new DatabaseSync(file)
  // In WAL mode with `normal`, a killed process loses nothing; only a power cut could cost the last writes.
  sqlite.exec('pragma journal_mode = wal; pragma synchronous = normal;')
  sqlite.exec(tables)
  addSnippetColumn(sqlite)
  addStoreScope(sqlite)
  const prepared = new Map<string, StatementSync>()
  const statement = (sql: string): StatementSync => {
    const known = prepared.get(sql)
    if (known) return known
    const fresh = sqlite.prepare(sql)
    prepared.set(sql, fresh)
    return fresh
  }
  return {
    all: <Row>(sql: string, ...values: SQLInputValue[]) => statement(sql).all(...values) as Row[],
    get: <Row>(sql: string, ...values: SQLInputValue[]) => statement(sql).get(...values) as Row | undefined,
    run: (sql, ...values) => void statement(sql).run(...values),
    transaction(work) {
      sqlite.exec('begin')
      try {
        work()
        sqlite.exec('commit')
      } catch (error) {
        sqlite.exec('rollback')
        throw error
      }
    },
    close: () => sqlite.close(),
  }
}

/** A file of version 1.0.0 has malls without a snippet. */
function addSnippetColumn(sqlite: DatabaseSync): void {
  const found = sqlite.prepare("select 1 from pragma_table_info('malls') where name = 'snippet'").get()
  if (!found) sqlite.exec('alter table malls add column snippet text')
}

/** In a file of version 1.0.0, an app with all scopes has all but the one for the shops. */
function addStoreScope(sqlite: DatabaseSync): void {
  const before = [
    'mall.read_mileage',
    'mall.write_mileage',
    'mall.read_application',
    'mall.write_application',
    'mall.read_privacy',
  ]
  sqlite
    .prepare('update apps set scopes = ? where scopes = ?')
    .run(JSON.stringify([...before, 'mall.read_store']), JSON.stringify(before))
}

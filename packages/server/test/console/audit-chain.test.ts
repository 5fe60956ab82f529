import { migrate, migrateCredit, openStore, type Store } from '@pointpay/credit'
import { startPostgres, type Postgres } from '@pointpay/testkit/postgres'
import fc from 'fast-check'
import { type Kysely, sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createAuditTrail, type AuditTrail } from '../../src/console/audit/audit-trail.ts'
import { type ConsoleTables, consoleMigrations } from '../../src/console/index.ts'
import { pointhubMigrations } from '../../src/pointhub/index.ts'
import { aStore } from './support/world.ts'

describe('written by one process', () => {
  let store: Store
  beforeAll(async () => {
    store = await aStore()
  })
  afterAll(() => store.close())

  /** A trail of ten lines. */
  async function aTrail() {
    const db = store.db as unknown as Kysely<ConsoleTables>
    await sql`truncate console_audit, console_audit_head`.execute(db)
    await sql`insert into console_audit_head (lines, hash) values (0, '')`.execute(db)
    const audit = createAuditTrail(db, () => new Date())
    for (let line = 1; line <= 10; line += 1)
      await audit.record({
        by: 'operator',
        action: 'media.change',
        subject: `줄 ${line}`,
        outcome: 'done',
        changes: { name: { from: line - 1, to: line } },
      })
    return { audit, db }
  }

  test('a trail that nobody touched is whole, whatever people typed into it', async () => {
    const { audit } = await aTrail()
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        await audit.record({
          by: text,
          action: 'login',
          subject: text,
          outcome: text,
          changes: { [text]: { from: text, to: [text] } },
        })
      }),
      { numRuns: 200 },
    )
    await audit.record({ by: 'x', action: 'login', subject: '\ud83d', outcome: '\0' })
    expect((await audit.check(null)).problems).toEqual([])
  })

  test.each([
    ['who', sql`update console_audit set by_whom = 'somebody' where line = 4`],
    ['when', sql`update console_audit set at = at + interval '1 ms' where line = 4`],
    ['what', sql`update console_audit set action = 'login' where line = 4`],
    ['of which media', sql`update console_audit set media_code = 'shop' where line = 4`],
    ['of whom', sql`update console_audit set subject = null where line = 4`],
    ['with what end', sql`update console_audit set outcome = 'exists' where line = 4`],
    ['what changed', sql`update console_audit set changes = replace(changes, '4', '5') where line = 4`],
  ])('an altered line is found by its number: %s', async (_what, alter) => {
    const { audit, db } = await aTrail()
    await alter.execute(db)
    expect((await audit.check(null)).problems).toEqual([
      { kind: 'altered', line: 4, id: expect.any(Number) as number },
    ])
  })

  test.each([
    ['in the middle', sql`delete from console_audit where line in (4, 5)`, 4, 5],
    ['the first', sql`delete from console_audit where line <= 2`, 1, 2],
    ['the newest', sql`delete from console_audit where line >= 9`, 9, 10],
    ['all', sql`delete from console_audit`, 1, 10],
  ])('lines that were deleted are found: %s', async (_which, remove, fromLine, toLine) => {
    const { audit, db } = await aTrail()
    await remove.execute(db)
    expect((await audit.check(null)).problems).toEqual([{ kind: 'missing', fromLine, toLine }])
  })

  test('lines that changed places are found', async () => {
    const { audit, db } = await aTrail()
    await sql`update console_audit set line = -line where line in (4, 5)`.execute(db)
    await sql`update console_audit set line = 9 + line where line in (-4, -5)`.execute(db)
    const { problems } = await audit.check(null)
    expect(problems).toContainEqual({ kind: 'altered', line: 4, id: expect.any(Number) as number })
  })

  test('a line that was put in by hand is found', async () => {
    const { audit, db } = await aTrail()
    await sql`
      insert into console_audit (at, by_whom, action, outcome) values (now(), 'manager', 'login', 'done')`.execute(
      db,
    )
    expect((await audit.check(null)).problems).toEqual([
      { kind: 'not-chained', id: expect.any(Number) as number },
    ])
  })

  test('where the end says otherwise than the lines, or is gone, that is found', async () => {
    const { audit, db } = await aTrail()
    await sql`update console_audit_head set hash = 'another'`.execute(db)
    expect((await audit.check(null)).problems).toEqual([{ kind: 'head-differs' }])
    await sql`delete from console_audit_head`.execute(db)
    expect((await audit.check(null)).problems).toEqual([{ kind: 'head-missing' }])
  })

  test('a trail that was written anew from end to end looks whole, but not beside an end that was noted', async () => {
    const { audit, db } = await aTrail()
    const noted = (await audit.head())!
    await audit.record({ by: 'operator', action: 'logout', outcome: 'done' })
    expect((await audit.check(noted)).problems).toEqual([])
    await sql`truncate console_audit`.execute(db)
    await sql`update console_audit_head set lines = 0, hash = ''`.execute(db)
    for (let line = 0; line < 12; line += 1)
      await audit.record({ by: 'somebody', action: 'logout', outcome: 'done' })
    expect((await audit.check(null)).problems).toEqual([])
    expect((await audit.check(noted)).problems).toEqual([{ kind: 'not-as-noted', line: 10 }])
  })

  test('a trail longer than one reading of it is checked to its end', async () => {
    const { audit, db } = await aTrail()
    await db.transaction().execute(async (trx) => {
      for (let line = 0; line < 1_100; line += 1)
        await audit.recordIn(trx, { by: 'operator', action: 'logout', outcome: 'done' })
    })
    expect(await audit.check(null)).toMatchObject({ head: { lines: 1_110 }, problems: [] })
    await sql`update console_audit set outcome = 'no' where line in (1000, 1001, 1109)`.execute(db)
    const { problems } = await audit.check(null)
    expect(problems.map((problem) => 'line' in problem && problem.line)).toEqual([1_000, 1_001, 1_109])
  })
})

describe('written by many processes on one PostgreSQL', () => {
  let postgres: Postgres
  const stores: Store[] = []
  const trails: AuditTrail[] = []

  beforeAll(async () => {
    postgres = await startPostgres()
    for (let process = 0; process < 3; process += 1)
      stores.push(await openStore({ databaseUrl: postgres.databaseUrl }))
  })
  afterAll(async () => {
    for (const store of stores) await store.close()
    await postgres.stop()
  })
  const db = () => stores[0]!.db as unknown as Kysely<ConsoleTables>

  /** Tables as they were before a migration of the console's; `all`: as they are now. */
  async function migrateUpTo(last: string): Promise<void> {
    const [store] = stores
    await sql`drop schema public cascade`.execute(store!.db)
    await sql`create schema public`.execute(store!.db)
    await migrateCredit(store!)
    await migrate(store!, { getMigrations: async () => pointhubMigrations }, 'pointhub_migrations')
    const names = Object.keys(consoleMigrations)
    const older = Object.entries(consoleMigrations).slice(
      0,
      last === 'all' ? undefined : names.indexOf(last) + 1,
    )
    await migrate(store!, { getMigrations: async () => Object.fromEntries(older) }, 'console_migrations')
  }
  const migrateToNow = () =>
    migrate(stores[0]!, { getMigrations: async () => consoleMigrations }, 'console_migrations')

  beforeEach(() => {
    trails.length = 0
    for (const store of stores)
      trails.push(createAuditTrail(store.db as unknown as Kysely<ConsoleTables>, () => new Date()))
  })

  test('lines that are written at once are one chain', async () => {
    await migrateUpTo('all')
    await Promise.all(
      Array.from({ length: 120 }, (_, line) =>
        trails[line % 3]!.record({ by: `process ${line % 3}`, action: 'login', outcome: `${line}` }),
      ),
    )
    expect(await trails[0]!.check(null)).toMatchObject({ head: { lines: 120 }, problems: [] })
    const rows = await db().selectFrom('console_audit').select('outcome').execute()
    expect(new Set(rows.map(({ outcome }) => outcome)).size).toBe(120)
  })

  test('a change that is undone leaves no line and no gap', async () => {
    await migrateUpTo('all')
    const [one, other] = [trails[0]!, trails[1]!]
    await one.record({ by: 'operator', action: 'login', outcome: 'done' })
    const undone = db()
      .transaction()
      .execute(async (trx) => {
        await one.recordIn(trx, { by: 'operator', action: 'media.change', outcome: 'done' })
        throw new Error('undone')
      })
    await expect(undone).rejects.toThrow('undone')
    await other.record({ by: 'operator', action: 'logout', outcome: 'done' })
    expect(await one.check(null)).toMatchObject({ head: { lines: 2 }, problems: [] })
  })

  test('lines from before the chain are in it after an update, and those of a version that still runs are named', async () => {
    await migrateUpTo('console-0004-search')
    const old = (lines: number) =>
      sql`
        insert into console_audit (at, by_whom, action, media_code, subject, outcome)
        select now() + line * interval '1 s', '운영자', 'media.change', 'shop', null, 'done'
        from generate_series(1, ${lines}) as line`.execute(db())
    await old(2_300)
    await migrateToNow()
    expect(await trails[0]!.check(null)).toMatchObject({ head: { lines: 2_300 }, problems: [] })
    await trails[1]!.record({ by: 'operator', action: 'login', outcome: 'done' })
    await old(1)
    const { head, problems } = await trails[0]!.check(null)
    expect(head.lines).toBe(2_301)
    expect(problems).toEqual([{ kind: 'not-chained', id: 2_302 }])
  })

  test('an empty trail is whole', async () => {
    await migrateUpTo('all')
    expect(await trails[0]!.check({ lines: 0, hash: '' })).toEqual({
      head: { lines: 0, hash: '' },
      problems: [],
    })
  })
})

import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { useWorlds } from './support/world.ts'

const aWorld = useWorlds()

test('the embedded store, which has no autovacuum, keeps its statistics up to date', async () => {
  const world = await aWorld()
  await sql`
    insert into credit_credits (media_code, transaction_number, tag, mall_id, shop_no, member_id, amount, state, credited_at)
    select 'shop', 'V' || n, 'V' || n, ${world.mallId}, 1, 'm' || n, 1, 'credited', now() from generate_series(1, 3000) n`.execute(
    world.db,
  )
  const rowsKnown = async () => {
    const { rows } = await sql<{ rows: number }>`
      select reltuples as rows from pg_class where relname = 'credit_credits'`.execute(world.db)
    return rows[0]!.rows
  }
  expect(await rowsKnown()).toBeLessThan(3_000)
  await world.until('the statistics', async () => {
    world.clock.advance(60_000)
    return (await rowsKnown()) === 3_000
  })
  expect(world.log.map(({ event }) => event)).toContain('store.vacuumed')
})

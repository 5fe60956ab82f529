import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { setUpMall } from './support/simulated-malls.ts'
import { overOneStore } from './support/world.ts'

/** Sealed with a key that this process was not given, as where a key was taken off the list too early. */
const foreign = 'v1.lost-key.AAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA.AAAA'
const DAY_MS = 86_400_000

overOneStore((aWorld) => {
  async function aWorldWithBrokenMall() {
    const world = await aWorld({ idle: true, random: () => 0 })
    const { credits, store, malls, mallId: brokenMall } = world
    const mallId = await malls.add(['pointpay'])
    await setUpMall(credits, malls, mallId)
    await store.db
      .updateTable('credit_malls')
      .set({ client_secret_sealed: foreign })
      .where('mall_id', '=', brokenMall)
      .execute()
    await store.db
      .updateTable('credit_tokens')
      .set({ access_sealed: 'no token', refresh_sealed: foreign })
      .where('mall_id', '=', brokenMall)
      .execute()
    return { ...world, brokenMall, mallId }
  }

  test('malls whose secrets cannot be opened keep no other mall’s token from being renewed', async () => {
    const { store, startWorker, brokenMall, mallId } = await aWorldWithBrokenMall()
    const expireIn = (mall: string, days: number) =>
      store.db
        .updateTable('credit_tokens')
        .set({ refresh_expires_at: new Date(Date.now() + days * DAY_MS) })
        .where('mall_id', '=', mall)
        .execute()
    // The broken one comes first, with more like it than are renewed at once.
    await expireIn(brokenMall, 1)
    await sql`
      insert into credit_malls (mall_id, client_id, client_secret_sealed, redirect_uri, consent)
      select 'like' || n, client_id, client_secret_sealed, redirect_uri, consent
      from credit_malls, generate_series(1, 120) n where mall_id = ${brokenMall}`.execute(store.db)
    await sql`
      insert into credit_tokens
        (mall_id, access_sealed, access_expires_at, refresh_sealed, refresh_expires_at, scopes)
      select 'like' || n, access_sealed, access_expires_at, refresh_sealed, refresh_expires_at, scopes
      from credit_tokens, generate_series(1, 120) n where mall_id = ${brokenMall}`.execute(store.db)
    await expireIn(mallId, 6)
    startWorker()
    const versionOf = async (mall: string) => {
      const token = await store.db
        .selectFrom('credit_tokens')
        .select('version')
        .where('mall_id', '=', mall)
        .executeTakeFirstOrThrow()
      return token.version
    }
    await expect.poll(() => versionOf(mallId), { timeout: 10_000 }).toBe(2)
    expect(await versionOf(brokenMall)).toBe(1)
  })

  test('such a mall is shown as one that needs its owner, takes no part in anything, and is logged once', async () => {
    const { credits, log, brokenMall, mallId } = await aWorldWithBrokenMall()
    expect((await credits.malls.status(brokenMall))?.consent).toEqual({
      kind: 'consent-needed',
      problem: 'secrets-unreadable',
      message: null,
    })
    expect((await credits.malls.status(mallId))?.consent.kind).toBe('consented')
    expect(await credits.malls.isConsented(brokenMall)).toBe(false)
    for (let each = 0; each < 3; each += 1) {
      expect(await credits.malls.access(brokenMall)).toMatchObject({
        kind: 'unavailable',
        code: 'token-unreadable',
      })
      expect(await credits.malls.app(brokenMall)).toBeNull()
      expect(await credits.malls.authorizeUrl(brokenMall, 'state')).toBeNull()
    }
    const told = log.filter(({ event }) => event === 'mall.token-unreadable')
    expect(told.map(({ fields }) => fields['secret']).sort()).toEqual(['access', 'client', 'refresh'])
  })

  test('a new app and a new consent make it whole again', async () => {
    const { credits, malls, brokenMall } = await aWorldWithBrokenMall()
    await setUpMall(credits, malls, brokenMall)
    expect((await credits.malls.status(brokenMall))?.consent.kind).toBe('consented')
    expect((await credits.malls.access(brokenMall)).kind).toBe('token')
  })
})

import { setTimeout as sleep } from 'node:timers/promises'
import type { MediaCode, MemberId, TransactionNumber } from '@pointpay/contracts'
import { sql } from 'kysely'
import { expect, onTestFinished, test, vi } from 'vitest'
import { quick } from './support/timing.ts'
import { aCredit, overBothStores } from './support/world.ts'

/** More of the lease than a claim may have used up before its call begins. */
const LATE_MS = quick.leaseMs / 2

overBothStores((aWorld, database) => {
  test('an accepted credit reaches the member once, with its transaction number in the reason', async () => {
    const world = await aWorld()
    const credit = await world.accept({ amount: 12_345 })
    const done = await world.until(credit, 'credited')
    expect(done.creditedAt).toBeInstanceOf(Date)
    expect(await world.malls.lines(world.mallId, 'pointpay')).toMatchObject([
      {
        type: 'increase',
        amount: '12345.00',
        reason: expect.stringMatching(
          new RegExp(`^[0-9A-HJKMNP-TV-Z]{10}G1 제휴포인트 전환 ${credit.transactionNumber}$`),
        ),
        shop_no: 1,
      },
    ])
  })

  test('shop and member arrive as they were given, &, @ and Korean letters too', async () => {
    const world = await aWorld({ members: ['a&b@한글'] })
    await world.until(await world.accept({ memberId: 'a&b@한글' as MemberId, shopNo: 2 }), 'credited')
    expect(await world.malls.lines(world.mallId, 'a&b@한글')).toMatchObject([{ shop_no: 2 }])
  })

  test('an amount above 1,000,000 goes in parts, each marked', async () => {
    const world = await aWorld()
    const credit = await world.accept({ amount: 2_500_000 })
    await world.until(credit, 'credited')
    const lines = await world.malls.lines(world.mallId, 'pointpay')
    const words = `제휴포인트 전환 ${credit.transactionNumber}`
    expect(lines.map(({ amount, reason }) => [amount, reason.replace(/^\w{10}/, '')]).toSorted()).toEqual([
      ['1000000.00', `G1 ${words} (1/3)`],
      ['1000000.00', `G2 ${words} (2/3)`],
      ['500000.00', `G3 ${words} (3/3)`],
    ])
  })

  test('the same transaction number of the same media is a duplicate, and says whether it is the same credit', async () => {
    const world = await aWorld()
    const given = aCredit(world.mallId)
    const first = await world.credits.ledger.accept(given)
    expect(await world.credits.ledger.accept(given)).toEqual({
      kind: 'duplicate',
      creditId: first.kind === 'accepted' && first.creditId,
      same: true,
    })
    expect(await world.credits.ledger.accept({ ...given, amount: 1 })).toMatchObject({
      kind: 'duplicate',
      same: false,
    })
  })

  test('given many times at once, a credit is accepted once', async () => {
    const world = await aWorld()
    const given = aCredit(world.mallId)
    const results = await Promise.all(Array.from({ length: 20 }, () => world.credits.ledger.accept(given)))
    expect(results.filter(({ kind }) => kind === 'accepted')).toHaveLength(1)
    expect(results.filter(({ kind }) => kind === 'duplicate')).toHaveLength(19)
    await world.until(
      (await world.credits.ledger.byTransaction('shop', given.transactionNumber))!,
      'credited',
    )
    expect(await world.malls.lines(world.mallId, 'pointpay')).toHaveLength(1)
  })

  test('two media that give the same transaction number for one mall are both credited, and can be told apart', async () => {
    const world = await aWorld()
    const transactionNumber = 'ME20261124SAME' as TransactionNumber
    const one = await world.accept({ transactionNumber })
    const other = await world.accept({ transactionNumber, mediaCode: 'other' as MediaCode })
    await world.until(one, 'credited')
    await world.until(other, 'credited')
    const reasons = (await world.malls.lines(world.mallId, 'pointpay')).map(({ reason }) => reason)
    expect(new Set(reasons).size).toBe(2)
  })

  test.each([
    [{ amount: 0 }, 'amount'],
    [{ amount: -1 }, 'amount'],
    [{ amount: 1.5 }, 'amount'],
    [{ amount: Number.NaN }, 'amount'],
    [{ amount: 2e9 }, 'amount'],
    [{ memberId: '' as MemberId }, 'memberId'],
    [{ transactionNumber: '' as TransactionNumber }, 'transactionNumber'],
    [{ shopNo: 0 }, 'shopNo'],
    [{ mallId: 'nobody-knows-it' }, 'mallId'],
    [{ mallId: '\0' }, 'mallId'],
    [{ memberId: '\ud83d' as MemberId }, 'memberId'],
    [{ pointKind: 'KT\0' }, 'pointKind'],
    [{ convertedAt: new Date(8.64e15) }, 'convertedAt'],
  ])('a credit with %j is refused by the name of the field and leaves no row', async (wrong, field) => {
    const world = await aWorld({ idle: true })
    const given = aCredit(world.mallId, wrong)
    expect(await world.credits.ledger.accept(given)).toMatchObject({ kind: 'invalid', field })
    expect(await world.credits.ledger.byTransaction('shop', given.transactionNumber)).toBeNull()
  })

  test('a member whom Cafe24 does not know is refused for good, and a person decides', async () => {
    const world = await aWorld()
    const credit = await world.accept({ memberId: 'nobody' as MemberId })
    await world.until(credit, 'refused')
    const reviews = await world.credits.ledger.reviews({ mediaCodes: ['shop'] })
    const review = reviews.find((each) => each.credit.id === credit.id)
    expect(review).toMatchObject({ kind: 'credit-refused', decisions: ['applied', 'retry', 'abandon'] })
    expect(review?.part.lastMessage).toContain('존재하지 않는 회원')
    expect(
      await world.credits.ledger.decide({
        partId: review!.partId,
        decision: 'abandon',
        by: 'kim',
        note: '탈퇴',
      }),
    ).toMatchObject({ kind: 'decided', state: 'cancelled' })
    expect((await world.credits.ledger.history(credit.id)).at(-1)).toMatchObject({
      subject: 'person',
      by: 'kim',
      reason: '탈퇴',
    })
  })

  test('an accepted credit is told to every process that listens, once it is credited', async () => {
    const world = await aWorld()
    const other = await world.another()
    const told: string[] = []
    other.onChange(({ state }) => told.push(state))
    const credit = await world.accept()
    await world.until(credit, 'credited')
    await world.eventually('the other process hears of it', async () => told.includes('credited'))
  })

  test('a credit accepted in a transaction that is rolled back was never promised', async () => {
    const world = await aWorld()
    const given = aCredit(world.mallId)
    const changeOfMind = new Error('rolled back')
    await expect(
      world.store.db.transaction().execute(async (trx) => {
        expect(await world.credits.ledger.accept(given, trx)).toMatchObject({ kind: 'accepted' })
        throw changeOfMind
      }),
    ).rejects.toBe(changeOfMind)
    expect(await world.credits.ledger.byTransaction('shop', given.transactionNumber)).toBeNull()
  })

  test('a credit accepted in a transaction goes out at its commit', async () => {
    const world = await aWorld({ timing: { ...quick, pollMs: 60_000, sweepMs: 60_000 } })
    const given = aCredit(world.mallId)
    await world.store.db.transaction().execute((trx) => world.credits.ledger.accept(given, trx))
    await world.until(
      (await world.credits.ledger.byTransaction('shop', given.transactionNumber))!,
      'credited',
    )
  })

  test('a stopped worker leaves nothing half done, and the next one goes on', async () => {
    const world = await aWorld({ idle: true })
    const credits = await Promise.all(Array.from({ length: 30 }, () => world.accept({ amount: 100 })))
    const worker = world.startWorker()
    await world.eventually(
      'some went out',
      async () => (await world.malls.lines(world.mallId, 'pointpay')).length > 3,
    )
    await worker.stop()
    const counts = await world.credits.ledger.counts()
    expect(counts.sending ?? 0).toBe(0)
    world.startWorker()
    for (const credit of credits) await world.until(credit, 'credited')
    expect(await world.malls.lines(world.mallId, 'pointpay')).toHaveLength(30)
  })

  test.each([
    ['it stood still', () => sleep(LATE_MS)],
    ['its machine slept', async () => void vi.setSystemTime(Date.now() + LATE_MS)],
  ])(
    'a claim that its worker comes back to too late, since %s, is handed back unsent',
    async (_why, pass) => {
      vi.useFakeTimers({ toFake: ['Date'], shouldAdvanceTime: true })
      onTestFinished(() => void vi.useRealTimers())
      let claims = 0
      const world = await aWorld({
        idle: true,
        crashpoint: async (name) => {
          if (name === 'claim.committed' && ++claims === 1) await pass()
        },
      })
      const credit = await world.accept()
      world.startWorker()
      await world.until(credit, 'credited')
      const events = (await world.credits.ledger.history(credit.id)).map(({ event }) => event)
      expect(events).toEqual(['accepted', 'send', 'handed-back', 'send', 'applied'])
      expect(await world.malls.lines(world.mallId, 'pointpay')).toHaveLength(1)
    },
  )

  test('a machine that vanishes in the middle of a claim does not hold its malls for ever', async ({
    skip,
  }) => {
    // PGlite's process is the database's.
    skip(database().databaseUrl === null)
    const world = await aWorld({ idle: true })
    const { rows } = await sql`select current_setting('idle_in_transaction_session_timeout') as ends`.execute(
      world.store.db,
    )
    expect(rows).toEqual([{ ends: '20s' }])
  })
})

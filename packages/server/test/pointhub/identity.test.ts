import { expect, test } from 'vitest'
import { refusal, type Shopper, view } from './support/browser.ts'
import { aMedia, useWorlds } from './support/pointhub.ts'

const aWorld = useWorlds()
const someone = { name: '홍길동', phone: '010-1234-5678' }

const sendCode = (shopper: Shopper) => shopper.call('POST', '/identity', someone)
const confirm = (shopper: Shopper, code: string) => shopper.call('POST', '/identity/confirm', { code })

async function codeSent(shopper: Shopper): Promise<string> {
  const { identity } = await view(await sendCode(shopper))
  if (identity.status !== 'sent') throw new Error(identity.status)
  return identity.sandboxCode ?? ''
}

const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

test('a code is sent, and shown again after a reload', async () => {
  const world = await aWorld()
  const shopper = await world.browser().open()
  const code = await codeSent(shopper)
  expect((await shopper.reload()).identity).toEqual({
    status: 'sent',
    maskedPhone: '010-****-5678',
    codeExpiresAt: '2026-11-24T03:03:00.000Z',
    resendAt: '2026-11-24T03:00:30.000Z',
    triesLeft: 5,
    sandboxCode: code,
  })
})

test('a wrong code leaves one try less, and the right one still counts', async () => {
  const world = await aWorld()
  const shopper = await world.browser().open()
  const code = await codeSent(shopper)
  expect(await refusal(await confirm(shopper, wrong(code)))).toMatchObject({
    code: 'identity_code_wrong',
    details: { triesLeft: 4 },
  })
  expect((await view(await confirm(shopper, code))).identity.status).toBe('verified')
})

test('five wrong codes lock the phone for ten minutes, in every session', async () => {
  const world = await aWorld()
  const shopper = await world.browser().open()
  const code = await codeSent(shopper)
  const codes = await Promise.all(
    Array.from({ length: 8 }, async () => (await refusal(await confirm(shopper, wrong(code)))).code),
  )
  expect(codes.filter((each) => each === 'identity_code_wrong')).toHaveLength(4)
  expect(await refusal(await confirm(shopper, code))).toMatchObject({ code: 'identity_locked', status: 429 })
  expect((await shopper.reload()).identity).toEqual({ status: 'locked', until: '2026-11-24T03:10:00.000Z' })
  const elsewhere = await world.browser().open()
  expect((await refusal(await sendCode(elsewhere))).code).toBe('identity_locked')
  world.clock.advance(10 * 60_000)
  await (await world.browser().open()).identify(someone.name, someone.phone)
})

test('a test, which shows its code to anybody, neither locks a phone for real nor gives its guesses back', async () => {
  const world = await aWorld()
  await world.media.add(aMedia({ code: 'trial' as never, mode: 'test' }))
  const real = await world.browser().open()
  const code = await codeSent(real)
  await confirm(real, wrong(code))

  const trial = await world.browser().open({ aCode: 'trial' })
  const shown = await codeSent(trial)
  for (let tries = 0; tries < 4; tries += 1) await confirm(trial, wrong(shown))
  expect((await view(await confirm(trial, shown))).identity.status).toBe('verified')
  expect(await refusal(await confirm(real, wrong(code)))).toMatchObject({ details: { triesLeft: 3 } })

  const again = await world.browser().open({ aCode: 'trial' })
  const locking = await codeSent(again)
  for (let tries = 0; tries < 5; tries += 1) await confirm(again, wrong(locking))
  expect((await again.reload()).identity.status).toBe('locked')
  expect((await view(await confirm(real, code))).identity.status).toBe('verified')
})

test('a new session, or a new code, brings no new guesses', async () => {
  const world = await aWorld()
  for (let session = 0; session < 2; session += 1) {
    const shopper = await world.browser().open()
    const code = await codeSent(shopper)
    await confirm(shopper, wrong(code))
    await confirm(shopper, wrong(code))
  }
  const shopper = await world.browser().open()
  const code = await codeSent(shopper)
  expect((await refusal(await confirm(shopper, wrong(code)))).code).toBe('identity_locked')
})

test('a code is good for three minutes', async () => {
  const world = await aWorld()
  const shopper = await world.browser().open()
  const code = await codeSent(shopper)
  world.clock.advance(3 * 60_000)
  expect((await refusal(await confirm(shopper, code))).code).toBe('identity_code_expired')
})

test('another code may be asked for after thirty seconds, and the earlier one is then dead', async () => {
  const world = await aWorld()
  const shopper = await world.browser().open()
  const first = await codeSent(shopper)
  expect(await refusal(await sendCode(shopper))).toMatchObject({
    code: 'identity_too_soon',
    details: { resendAt: '2026-11-24T03:00:30.000Z' },
  })
  world.clock.advance(30_000)
  const second = await codeSent(shopper)
  if (first !== second)
    expect((await refusal(await confirm(shopper, first))).code).toBe('identity_code_wrong')
  expect((await view(await confirm(shopper, second))).identity.status).toBe('verified')
})

test('a phone is sent five codes in ten minutes, however many sessions ask at once', async () => {
  const world = await aWorld()
  const answers = await Promise.all(
    Array.from({ length: 8 }, async () => sendCode(await world.browser().open())),
  )
  expect(answers.filter(({ ok }) => ok)).toHaveLength(5)
  const refused = await Promise.all(answers.filter(({ ok }) => !ok).map(refusal))
  expect(refused).toMatchObject(
    Array.from({ length: 3 }, () => ({ code: 'identity_too_often', status: 429 })),
  )
  world.clock.advance(10 * 60_000)
  await codeSent(await world.browser().open())
})

test('whoever holds the phone is not counted by what was sent before', async () => {
  const world = await aWorld()
  for (let time = 0; time < 7; time += 1) {
    const shopper = await (await world.browser().open()).identify(someone.name, someone.phone)
    expect(shopper.view.identity.status).toBe('verified')
  }
})

test('no code, no name and no phone lie readable in the database, and none is logged', async () => {
  const world = await aWorld()
  const shopper = await world.browser().open()
  const code = await codeSent(shopper)
  const identity = await world.store.db.selectFrom('pointhub_identity').selectAll().execute()
  await confirm(shopper, code)
  await (await shopper.select('KT', 5_000)).convert()
  await shopper.until('credited')
  const sessions = await world.store.db.selectFrom('pointhub_session').selectAll().execute()
  const everything = JSON.stringify([identity, sessions, world.log])
  for (const secret of [someone.name, '01012345678', '010-1234-5678', `"${code}"`])
    expect(everything).not.toContain(secret)
})

test('what is known of a person is erased when the session is over', async () => {
  const world = await aWorld()
  await (await world.browser().open()).identify()
  world.clock.advance(31 * 60_000)
  await world.until(async () => {
    const [row] = await world.store.db.selectFrom('pointhub_session').select('person').execute()
    return row?.person === null
  })
})

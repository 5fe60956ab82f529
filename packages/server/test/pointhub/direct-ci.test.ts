import { expect, test } from 'vitest'
import { aNonce, type Browser, refusal, Shopper, view } from './support/browser.ts'
import { pointsOf } from './support/books.ts'
import { formOf, hong, issueProofKey, openFrom, postForm, signed } from './support/merchant-backend.ts'
import { useWorlds, type World } from './support/pointhub.ts'
import { aPostgresStoreOfItsOwn } from './support/store.ts'

const aWorld = useWorlds()
const aWorldOnPostgres = useWorlds(aPostgresStoreOfItsOwn)

async function aWorldWithForms(openWorld = aWorld) {
  const world = await openWorld({ shop: { unverifiedAllowed: true } })
  const key = await issueProofKey(world)
  return { world, key, addParam: signed(key, { person: hong }) }
}

const sessionIds = async (world: World) =>
  (await world.store.db.selectFrom('pointhub_session').select('id').execute()).map(({ id }) => id)

/** The browser as it is at another site's form: our Lax cookies are not sent with it, and what is set then stays. */
async function postFromElsewhere(world: World, browser: Browser, fields: Record<string, string>) {
  const bare = world.browser()
  const answer = await postForm(bare, fields)
  for (const [name, value] of bare.cookies) browser.cookies.set(name, value)
  return answer
}

test('the person of a signed form needs no code, and the points become the 적립금 of the member who is signed with it', async () => {
  const { world, addParam } = await aWorldWithForms()
  const browser = world.browser()
  const answer = await postForm(browser, formOf(addParam))
  expect(answer.status).toBe(303)
  expect(answer.headers.get('location')).toBe(
    `/pointhub/direct?a_code=shop&user_id=shopper01&add_param=${addParam}`,
  )
  expect(answer.headers.get('cache-control')).toBe('no-store')
  const opened = await view(await openFrom(browser, answer, { nonce: aNonce() }))
  expect(opened).toMatchObject({
    memberId: 'shopper01',
    identity: { status: 'verified', maskedName: '홍*동' },
  })
  expect(opened.kinds).toHaveLength(3)
  const shopper = await new Shopper(browser, opened).select('KT', 5_000)
  await (await shopper.convert()).until('credited')
  const [told] = world.merchant.received
  expect([told?.form.get('rw_user_id'), told?.form.get('utc_code')]).toEqual(['shopper01', addParam])
})

test('a reload of the popup goes on with the session of the form, also once it has converted', async () => {
  const { world, addParam } = await aWorldWithForms()
  const browser = world.browser()
  const answer = await postFromElsewhere(world, browser, formOf(addParam))
  const opened = await view(await openFrom(browser, answer))
  expect((await view(await openFrom(browser, answer))).id).toBe(opened.id)
  const shopper = await new Shopper(browser, opened).select('KT', 5_000)
  await (await shopper.convert()).until('credited')
  const again = await view(await openFrom(browser, answer))
  expect(again).toMatchObject({ id: opened.id, conversion: { state: 'credited' } })
})

test('the same form again in the same browser opens no second session', async () => {
  const { world, addParam } = await aWorldWithForms()
  const browser = world.browser()
  const first = await view(await openFrom(browser, await postForm(browser, formOf(addParam))))
  const second = await view(await openFrom(browser, await postForm(browser, formOf(addParam))))
  expect(second.id).toBe(first.id)
  expect(await sessionIds(world)).toEqual([first.id])
})

test('a double press, of which the browser kept the last answer alone, opens one session, in that browser', async () => {
  const { world, addParam } = await aWorldWithForms()
  await postForm(world.browser(), formOf(addParam))
  // Longer than an opened popup may take to ask for its session.
  world.clock.advance(4 * 60_000)
  const browser = world.browser()
  const kept = await postFromElsewhere(world, browser, formOf(addParam))
  const opened = await view(await openFrom(browser, kept))
  expect(opened.identity.status).toBe('verified')
  expect(await sessionIds(world)).toEqual([opened.id])
})

test.each([
  ['by the same process', (world: World) => world.pointhub],
  ['by another process', (world: World) => world.another()],
])('a form that opened a popup is refused to another browser, %s', async (_, at) => {
  const { world, key, addParam } = await aWorldWithForms()
  const browser = world.browser()
  const opened = await view(await openFrom(browser, await postForm(browser, formOf(addParam))))
  const stranger = world.browserOf(at(world))
  const answer = await postForm(stranger, formOf(addParam))
  expect(answer.status).toBe(403)
  expect(await answer.text()).toContain('이 요청으로는 다른 창이 이미 열렸습니다')
  const asked = await stranger.api('POST', '/sessions', { aCode: 'shop', userId: 'shopper01', addParam })
  expect((await view(asked)).identity.status).toBe('needed')
  // The shopper's next press is another form.
  const next = await postForm(browser, formOf(signed(key, { person: hong, goodForS: 301 })))
  expect((await view(await openFrom(browser, next))).id).not.toBe(opened.id)
})

test('a signature whose last letter is written in another way is the same form', async () => {
  const { world, addParam } = await aWorldWithForms()
  const browser = world.browser()
  await openFrom(browser, await postForm(browser, formOf(addParam)))
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  const last = letters.indexOf(addParam.slice(-1))
  const otherwise = `${addParam.slice(0, -1)}${letters[last ^ 1]}`
  expect(Buffer.from(otherwise.slice(-43), 'base64url')).toEqual(
    Buffer.from(addParam.slice(-43), 'base64url'),
  )
  expect((await postForm(world.browser(), formOf(otherwise))).status).toBe(403)
})

test('of one form that comes to two processes at once, one session begins', async () => {
  const { world, addParam } = await aWorldWithForms(aWorldOnPostgres)
  const processes = [world.pointhub, world.another()]
  const answers = await Promise.all(
    Array.from({ length: 6 }, (_, index) =>
      postForm(world.browserOf(processes[index % 2]!), formOf(addParam)),
    ),
  )
  expect(answers.map(({ status }) => status)).toEqual([303, 303, 303, 303, 303, 303])
  expect(await sessionIds(world)).toHaveLength(1)
})

test('what a form tells of the person is good for its own popup alone', async () => {
  const { world, addParam } = await aWorldWithForms()
  const browser = world.browser()
  const answer = await postForm(browser, formOf(addParam))
  await openFrom(browser, answer, { nonce: aNonce() })
  const other = await view(await openFrom(browser, answer, { nonce: aNonce() }))
  expect(other.identity.status).toBe('needed')
})

test('two forms in one browser: each popup gets what its own form told, and the second takes nothing from the first', async () => {
  const { world, key, addParam } = await aWorldWithForms()
  const browser = world.browser()
  const kim = { ci: 'CI-of-kim', name: '김여정', phone: '010-2222-3333' }
  const forms = [formOf(addParam), formOf(signed(key, { person: kim }), { person: kim })]
  const opened = []
  for (const fields of forms)
    opened.push(await view(await openFrom(browser, await postFromElsewhere(world, browser, fields))))
  expect(opened.map(({ identity }) => 'maskedName' in identity && identity.maskedName)).toEqual([
    '홍*동',
    '김*정',
  ])
  for (const { id } of opened) expect((await view(await browser.api('GET', `/sessions/${id}`))).id).toBe(id)
})

test('a form in EUC-KR tells the same person; its text is signed in UTF-8', async () => {
  const { world, addParam } = await aWorldWithForms()
  const browser = world.browser()
  const fields = new URLSearchParams({ ...formOf(addParam), user_name: 'NAME' }).toString()
  const answer = await browser.request('/pointhub/direct_ci', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: fields.replace('NAME', '%C8%AB%B1%E6%B5%BF'),
  })
  const { identity } = await view(await openFrom(browser, answer))
  expect(identity).toEqual({ status: 'verified', maskedName: '홍*동' })
})

test.each([
  ['add_param이 없습니다', () => undefined],
  ['꼴이 아닙니다', () => 'ETC'],
  ['회원이 user_id와 다릅니다', (key: string) => signed(key, { person: hong, userId: 'other' })],
  ['만료 시각이 지났습니다', (key: string) => signed(key, { person: hong, goodForS: -1 })],
  ['10분 안이어야 하고', (key: string) => signed(key, { person: hong, goodForS: 1_000 })],
  ['서명이 맞지 않습니다', () => signed('guessed', { person: hong })],
])('a page tells the merchant’s developer: %s', async (words, make) => {
  const { world, key } = await aWorldWithForms()
  const answer = await postForm(world.browser(), formOf(make(key)))
  expect(answer.status).toBe(403)
  const page = await answer.text()
  expect(page).toContain(`쇼핑몰 개발자: `)
  expect(page).toContain(words)
})

test.each([
  ['user_ci', '', '값이 없습니다'],
  ['user_name', '', '값이 없습니다'],
  ['user_phone', '', '값이 없습니다'],
  ['user_id', '', '값이 없습니다'],
  ['user_ci', 'two words', '값이 올바르지 않습니다'],
  ['user_phone', '02-123-4567', '값이 올바르지 않습니다'],
  ['user_name', '홍길동\u200B', '보이지 않거나 깨진 문자'],
  ['user_name', '홍\n길동', '보이지 않거나 깨진 문자'],
])('a form whose %s is %j is refused by name', async (field, value, words) => {
  const { world, addParam } = await aWorldWithForms()
  const answer = await postForm(world.browser(), { ...formOf(addParam), [field]: value })
  expect(answer.status).toBe(400)
  const page = await answer.text()
  expect(page).toContain(`${field} `)
  expect(page).toContain(words)
})

test('a form that tells two persons is refused', async () => {
  const { world, addParam } = await aWorldWithForms()
  const body = `${new URLSearchParams(formOf(addParam))}&user_phone=01077777777`
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const answer = await world.browser().request('/pointhub/direct_ci', { method: 'POST', headers, body })
  expect(answer.status).toBe(400)
  expect(await answer.text()).toContain('user_phone 값이 두 번 있습니다')
})

test('a form of a megabyte is refused', async () => {
  const { world } = await aWorldWithForms()
  expect((await postForm(world.browser(), formOf('x'.repeat(1_000_000)))).status).toBe(413)
})

test('a form whose mall cannot be credited opens nothing, and no partner hears of its person', async () => {
  const world = await aWorld({ shop: { unverifiedAllowed: true }, isReady: async () => false })
  const key = await issueProofKey(world)
  const answer = await postForm(world.browser(), formOf(signed(key, { person: hong })))
  expect(answer.status).toBe(409)
  expect(await pointsOf(world.store.db, 'KT')).toMatchObject({ account: 0 })
  const asked = { aCode: 'shop', userId: 'shopper01' }
  expect((await refusal(await world.browser().api('POST', '/sessions', asked))).code).toBe('media_not_ready')
})

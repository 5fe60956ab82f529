import { SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { createMemberTokenCheck } from '../../src/solution/index.ts'
import { aShop } from '../support/a-shop.ts'
import { Browser, refusal, view } from './support/browser.ts'
import { pointsOf } from './support/books.ts'
import { formOf, hong, issueProofKey, openFrom, postForm, signed } from './support/merchant-backend.ts'
import { aMedia, TestClock, useWorlds, type World, type WorldOptions } from './support/pointhub.ts'

const aWorld = useWorlds()

const appSecrets: Record<string, string> = { mymall: 'of the app of mymall', othermall: 'of another app' }
const startS = new TestClock().now().getTime() / 1_000
const memberTokenCheck = createMemberTokenCheck(
  { app: async (mallId) => ({ clientId: 'app', clientSecret: appSecrets[mallId] ?? '' }) as never },
  new TestClock().now,
)

/** As Cafe24's script gives it to the page of a member who has logged in. */
function cafe24Token({ member = 'shopper01', mall = 'mymall', app = '', expiresInS = 600 } = {}) {
  return new SignJWT({ mall_id: mall, member_id: member })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime(startS + expiresInS)
    .sign(new TextEncoder().encode(appSecrets[app || mall]))
}

type Try = (world: World, key: string) => Promise<Response>

const press =
  (addParam?: (key: string) => Promise<string> | string, userId = 'shopper01'): Try =>
  async (world, key) => {
    const given = addParam && { addParam: await addParam(key) }
    return world.browser().api('POST', '/sessions', { aCode: 'shop', userId, ...given })
  }

/** The form, and where it leads: the session, or the page that says why not. */
const form =
  (...args: Parameters<typeof formOf>): Try =>
  async (world) => {
    const browser = world.browser()
    const answer = await postForm(browser, formOf(...args))
    return answer.status === 303 ? openFrom(browser, answer) : answer
  }
const signedForm =
  (make: (key: string) => string, sent: Parameters<typeof formOf>[1] = {}): Try =>
  (world, key) =>
    form(make(key), sent)(world, key)

const victim = { ci: 'CI-of-the-victim', name: '김부자', phone: '010-7777-7777' }

interface Setting {
  name: string
  shop: WorldOptions['shop']
  honest: Record<string, Try>
  attackers: Record<string, Try>
}

const settings: Setting[] = [
  {
    name: 'memberProof cafe24-token',
    shop: { kind: 'cafe24', mallId: 'mymall', shops: [aShop(1)], memberProof: 'cafe24-token' },
    honest: { 'a member with Cafe24’s token': press(() => cafe24Token()) },
    attackers: {
      'no token': press(),
      'their own token with another member’s id': press(() => cafe24Token({ member: 'somebody' })),
      'a token of another mall': press(() => cafe24Token({ mall: 'othermall' })),
      'a token that another mall’s app signed': press(() => cafe24Token({ app: 'othermall' })),
      'a token that has expired': press(() => cafe24Token({ expiresInS: -1 })),
      'what the merchant’s backend signs': press((key) => signed(key)),
    },
  },
  {
    name: 'memberProof signed-param',
    shop: { memberProof: 'signed-param' },
    honest: {
      'a member whom the backend signed for': press((key) => signed(key)),
      'a member with dots in the id': press((key) => signed(key, { userId: 'with.dots.in' }), 'with.dots.in'),
      'a member with a Korean id': press((key) => signed(key, { userId: '한글@id' }), '한글@id'),
      'a signature for a whole day': press((key) => signed(key, { goodForS: 24 * 3_600 })),
    },
    attackers: {
      'no signature': press(),
      'no signature but some text': press(() => 'ETC'),
      'their own signature with another member’s id': press((key) => signed(key, { userId: 'somebody' })),
      'their own signature with the id changed in it': press((key) =>
        signed(key, { userId: 'somebody' }).replace('somebody', 'shopper01'),
      ),
      'an old signature': press((key) => signed(key, { goodForS: -1 })),
      'an old signature with the time changed in it': press((key) =>
        signed(key, { goodForS: -100 }).replace(`${startS - 100}`, `${startS + 100}`),
      ),
      'a signature for years': press((key) => signed(key, { goodForS: 40_000_000 })),
      'a signature by a guessed key': press(() => signed('guessed')),
      'a signature for another media': press((key) => signed(key, { aCode: 'other' })),
      'the key of another media': async (world, key) => {
        await world.media.add(aMedia({ code: 'other' as never, returnUrl: world.merchant.returnUrl }))
        const otherKey = await issueProofKey(world, 'other')
        return press(() => signed(otherKey))(world, key)
      },
      'the signature of a form': press((key) => signed(key, { person: hong })),
    },
  },
  {
    name: 'unverifiedAllowed',
    shop: { unverifiedAllowed: true },
    honest: {
      'a member and person whom the backend signed for': signedForm((key) => signed(key, { person: hong })),
      'a form for ten minutes': signedForm((key) => signed(key, { person: hong, goodForS: 600 })),
      'a name that the page sends in parts and with blanks': signedForm(
        (key) => signed(key, { person: hong }),
        { person: { ...hong, name: ` ${hong.name.normalize('NFD')} ` } },
      ),
      'a phone without dashes': signedForm((key) => signed(key, { person: hong }), {
        person: { ...hong, phone: '01012345678' },
      }),
    },
    attackers: {
      'a victim’s name and phone, and no signature': form(undefined, { userId: 'thief', person: victim }),
      'a victim’s name and phone, and some text': form('ETC', { userId: 'thief', person: victim }),
      'their own signature with a victim’s name, phone and CI': signedForm(
        (key) => signed(key, { userId: 'thief', person: hong }),
        { userId: 'thief', person: victim },
      ),
      'their own signature with a victim’s phone': signedForm((key) => signed(key, { person: hong }), {
        person: { ...hong, phone: victim.phone },
      }),
      'their own signature with a victim’s CI': signedForm((key) => signed(key, { person: hong }), {
        person: { ...hong, ci: victim.ci },
      }),
      'their own signature with a victim’s name': signedForm((key) => signed(key, { person: hong }), {
        person: { ...hong, name: victim.name },
      }),
      'a victim’s form with their own member id': signedForm((key) => signed(key, { person: victim }), {
        userId: 'thief',
        person: victim,
      }),
      'a victim’s form with their own member id in the signature too': signedForm(
        (key) => signed(key, { person: victim }).replace('shopper01', 'thief'),
        { userId: 'thief', person: victim },
      ),
      'the signature of a member alone': signedForm((key) => signed(key, { userId: 'thief' }), {
        userId: 'thief',
        person: victim,
      }),
      'an old form': signedForm((key) => signed(key, { person: hong, goodForS: 0 })),
      'a form for longer than ten minutes': signedForm((key) => signed(key, { person: hong, goodForS: 601 })),
      'a form for another media': signedForm((key) => signed(key, { person: hong, aCode: 'other' })),
      'a guessed key': signedForm(() => signed('guessed', { person: hong })),
      'the key of another media': async (world, key) => {
        await world.media.add(aMedia({ code: 'other' as never, returnUrl: world.merchant.returnUrl }))
        const otherKey = await issueProofKey(world, 'other')
        return signedForm(() => signed(otherKey, { person: hong }))(world, key)
      },
    },
  },
]

const rows = (of: 'honest' | 'attackers') =>
  settings.flatMap(({ name, shop, [of]: tries }) =>
    Object.entries(tries).map(([who, attempt]) => ({ setting: name, shop, who, attempt })),
  )

test.each(rows('honest'))('$setting lets in: $who', async ({ shop, attempt }) => {
  const world = await aWorld({ shop: shop ?? {}, memberTokenCheck })
  const opened = await view(await attempt(world, await issueProofKey(world)))
  expect(opened.open).toBe(true)
})

test.each(rows('attackers'))('$setting keeps out: $who', async ({ shop, attempt }) => {
  const world = await aWorld({ shop: shop ?? {}, memberTokenCheck })
  const answer = await attempt(world, await issueProofKey(world))
  expect(answer.status).toBe(403)
  expect(await world.store.db.selectFrom('pointhub_session').selectAll().execute()).toEqual([])
  expect(await pointsOf(world.store.db, 'KT')).toEqual({ account: 0, reserved: 0, captured: 0 })
})

test('memberProof none believes the id, so it shows it whole before anything moves, and the points stay behind a code', async () => {
  const world = await aWorld()
  const opened = await view(await press(undefined, 'someone-elses-id')(world, ''))
  expect(opened.memberId).toBe('someone-elses-id')
  expect(opened.identity.status).toBe('needed')
  expect(opened.kinds).toEqual([])
})

test.each(['none', 'cafe24-token', 'signed-param'] as const)(
  'a form is held to its signature where memberProof is %s, and a good one needs no other proof',
  async (memberProof) => {
    const world = await aWorld({ shop: { unverifiedAllowed: true, memberProof }, memberTokenCheck })
    const key = await issueProofKey(world)
    expect((await form(undefined)(world, key)).status).toBe(403)
    const opened = await view(await signedForm((of) => signed(of, { person: hong }))(world, key))
    expect(opened.identity).toEqual({ status: 'verified', maskedName: '홍*동' })
  },
)

test.each([
  ['it is switched off', false, true],
  ['the merchant was given no key', true, false],
])('the unverified mode answers in the guide’s words where %s', async (_, unverifiedAllowed, hasKey) => {
  const world = await aWorld({ shop: { unverifiedAllowed } })
  const key = hasKey ? await issueProofKey(world) : 'none'
  for (const path of ['/pointhub/direct_ci', '/pointhub/direct_ci.php']) {
    const answer = await postForm(world.browser(), formOf(signed(key, { person: hong })), path)
    expect(answer.status).toBe(403)
    expect(await answer.text()).toContain('<p>현재 이용이 불가능 합니다</p>')
  }
})

test.each([
  ['signed-param', press],
  ['unverifiedAllowed', (make: (key: string) => string) => signedForm(make)],
] as const)(
  'after a new key, %s takes the one before for its days, and then no longer',
  async (setting, by) => {
    const shop = setting === 'signed-param' ? { memberProof: setting } : { unverifiedAllowed: true }
    const world = await aWorld({ shop })
    const old = await issueProofKey(world)
    const next = await issueProofKey(world)
    const person = setting === 'unverifiedAllowed' ? { person: hong } : {}
    for (const key of [old, next]) await view(await by(() => signed(key, person))(world, ''))
    const elapsedS = 7 * 24 * 3_600
    world.clock.advance(elapsedS * 1_000)
    const later = (key: string) => by(() => signed(key, { ...person, goodForS: elapsedS + 60 }))(world, '')
    expect((await later(old)).status).toBe(403)
    await view(await later(next))
  },
)

test('a key that was ended proves nothing from then on', async () => {
  const world = await aWorld({ shop: { memberProof: 'signed-param' } })
  const old = await issueProofKey(world)
  await issueProofKey(world)
  await world.media.endOldKeys('shop' as never, 'proof')
  expect((await press(() => signed(old))(world, '')).status).toBe(403)
})

test.each([
  ['no signature', () => undefined, 'member_proof_needed', undefined],
  ['another text', () => 'ETC', 'member_proof_invalid', 'malformed'],
  ['another member', (key: string) => signed(key, { userId: 'x' }), 'member_proof_invalid', 'other-member'],
  ['an old time', (key: string) => signed(key, { goodForS: -1 }), 'member_proof_invalid', 'expired'],
  ['a time in ms', (key: string) => signed(key, { goodForS: 1e9 }), 'member_proof_invalid', 'valid-too-long'],
  ['another key', () => signed('guessed'), 'member_proof_invalid', 'wrong-signature'],
] as const)('the merchant’s developers are told what is wrong with %s', async (_, make, code, reason) => {
  const world = await aWorld({ shop: { memberProof: 'signed-param' } })
  const addParam = make(await issueProofKey(world))
  const given = { aCode: 'shop', userId: 'shopper01', ...(addParam && { addParam }) }
  const refused = await refusal(await new Browser(world.pointhub.routes).api('POST', '/sessions', given))
  expect(refused).toMatchObject({ code, field: 'addParam' })
  expect(refused.details?.['reason']).toBe(reason)
})

import { auditPageSchema, issuedProofKeySchema, mediaStatusSchema } from '@pointpay/contracts'
import { expect, test } from 'vitest'
import { answer, refusal } from './support/person.ts'
import { useWorlds } from './support/world.ts'

const aWorld = useWorlds()

test('an operator renews a RETURN URL, sees until when the old one is taken, and ends it', async () => {
  const world = await aWorld()
  const operator = await world.operator()
  const before = await operator.get('/media/shop', mediaStatusSchema)
  const renewed = await answer(await operator.send('POST', '/media/shop/return-key'), mediaStatusSchema)
  expect(renewed.returnUrl).not.toBe(before.returnUrl)
  expect(Date.parse(renewed.oldReturnUrlUntil!)).toBeGreaterThan(world.clock.now().getTime())
  const ended = await answer(await operator.send('DELETE', '/media/shop/return-key'), mediaStatusSchema)
  expect(ended).toMatchObject({ returnUrl: renewed.returnUrl, oldReturnUrlUntil: null })
  // A merchant's own RETURN URL is its own.
  expect((await refusal(await operator.send('DELETE', '/media/other/return-key'))).status).toBe(404)
})

test('the proof key is told once, when it is issued', async () => {
  const world = await aWorld()
  const operator = await world.operator()
  const first = await answer(await operator.send('POST', '/media/other/proof-key'), issuedProofKeySchema)
  expect(first.proofKey).toMatch(/^[\w-]{43}$/)
  expect(first).toMatchObject({ proofKeyIssuedAt: expect.any(String), oldProofKeyUntil: null })
  const second = await answer(await operator.send('POST', '/media/other/proof-key'), issuedProofKeySchema)
  expect(second.proofKey).not.toBe(first.proofKey)
  expect(second.oldProofKeyUntil).not.toBeNull()
  const shown = await (await operator.request('/media/other')).text()
  for (const { proofKey } of [first, second]) expect(shown).not.toContain(proofKey)
  const ended = await answer(await operator.send('DELETE', '/media/other/proof-key'), mediaStatusSchema)
  expect(ended.oldProofKeyUntil).toBeNull()
})

test('each issue and each end of a key is on the trail with who did it, and no key is', async () => {
  const world = await aWorld()
  const operator = await world.operator()
  const { returnUrl } = await operator.get('/media/shop', mediaStatusSchema)
  const renewed = await answer(await operator.send('POST', '/media/shop/return-key'), mediaStatusSchema)
  const { proofKey } = await answer(
    await operator.send('POST', '/media/shop/proof-key'),
    issuedProofKeySchema,
  )
  await operator.send('DELETE', '/media/shop/return-key')
  await operator.send('DELETE', '/media/shop/proof-key')
  const { items } = await operator.get('/audit', auditPageSchema)
  expect(items.map(({ by, action, mediaCode, outcome }) => [by, action, mediaCode, outcome])).toEqual([
    ['operator', 'media.proof-key.end-old', 'shop', 'done'],
    ['operator', 'media.return-key.end-old', 'shop', 'done'],
    ['operator', 'media.proof-key', 'shop', 'done'],
    ['operator', 'media.return-key', 'shop', 'done'],
    ['operator', 'login', null, 'done'],
  ])
  const trail = JSON.stringify(items)
  for (const key of [returnUrl!, renewed.returnUrl!, proofKey])
    expect(trail).not.toContain(key.split('/').at(-1))
})

test('signatures cannot be demanded before a key was issued, and the refusal says what to do', async () => {
  const world = await aWorld()
  const operator = await world.operator()
  const refused = await refusal(await operator.send('PATCH', '/media/other', { memberProof: 'signed-param' }))
  expect(refused).toMatchObject({ status: 409, code: 'conflict', field: 'memberProof' })
  expect(refused.message).toContain('증명 키를 먼저 발급')
  expect((await operator.get('/media/other', mediaStatusSchema)).memberProof).toBe('none')
  await operator.send('POST', '/media/other/proof-key')
  const changed = await operator.send('PATCH', '/media/other', { memberProof: 'signed-param' })
  expect(await answer(changed, mediaStatusSchema)).toMatchObject({ memberProof: 'signed-param' })
})

test('a media that demands signatures from the beginning is added with its key', async () => {
  const world = await aWorld()
  const operator = await world.operator()
  const added = await operator.send('POST', '/media', {
    code: 'signing',
    name: '서명하는 곳',
    memberProof: 'signed-param',
    integration: { kind: 'own-backend', returnUrl: 'https://merchant.example.com/return' },
  })
  expect(added.status).toBe(201)
  expect((await answer(added, issuedProofKeySchema)).proofKey).toMatch(/^[\w-]{43}$/)
})

import { auditPageSchema } from '@pointpay/contracts'
import { expect, test } from 'vitest'
import { refusal } from './support/person.ts'
import { useWorlds } from './support/world.ts'

const aWorld = useWorlds()

const unseen = [
  ['a zero byte', '\u0000'],
  ['a zero-width space', '\u200B'],
  ['a change of direction', '\u202E'],
  ['half of a surrogate pair', '\uD800'],
] as const

test.each(unseen)(
  '%s in what is typed or searched is refused by the name of its field, and nothing is changed',
  async (_what, character) => {
    const world = await aWorld()
    const operator = await world.operator()
    const number = await world.convert(5_000)
    const name = `데모${character}몰`
    const tries = [
      [await operator.send('PATCH', '/media/shop', { name }), 'name'],
      [await operator.send('POST', `/conversions/shop/${number}/cancel`, { reason: name }), 'reason'],
      [
        await operator.send('PATCH', '/media/shop', { origins: ['https://a.test', `https://${name}`] }),
        'origins.1',
      ],
    ] as const
    for (const [answer, field] of tries)
      expect(await refusal(answer)).toMatchObject({
        status: 400,
        code: 'invalid_request',
        field,
        message: expect.stringContaining('보이지 않는 문자'),
      })
    if (character.isWellFormed()) {
      const search = new URLSearchParams({ memberId: `shopper${character}` })
      const answer = await refusal(await operator.request(`/conversions?${search}`))
      expect(answer).toMatchObject({ status: 400, field: 'memberId' })
    }
    expect((await world.media.byCode('shop'))?.name).toBe('데모몰')
    expect(
      await world.db
        .selectFrom('console_refund' as never)
        .selectAll()
        .execute(),
    ).toEqual([])
    const { items } = await operator.get('/audit', auditPageSchema)
    expect(JSON.stringify(items)).not.toContain(JSON.stringify(character).slice(1, -1))
  },
)

test('a reason may have several lines', async () => {
  const world = await aWorld()
  const operator = await world.operator()
  const number = await world.convert(5_000)
  const answer = await operator.send('POST', `/conversions/shop/${number}/cancel`, {
    reason: '고객 요청\n두 번째 줄\t끝',
  })
  expect(answer.status).toBe(202)
})

test.each(['%00', 'a%00b', '%ED%A0%80', '%', '%zz', '%E2%80%8B', 'x'.repeat(100)])(
  'a path that names %s finds nothing, and is no error of ours',
  async (part) => {
    const world = await aWorld()
    const operator = await world.operator()
    const json = { note: '확인함', decision: 'retry', name: '이름' }
    const answers = [
      await operator.send('PATCH', `/accounts/${part}`, json),
      await operator.request(`/media/${part}`),
      await operator.send('PATCH', `/media/${part}`, json),
      await operator.request(`/conversions/shop/${part}`),
      await operator.request(`/conversions/${part}/ME1`),
      await operator.request(`/conversions/shop/${part}/events`),
      await operator.send('POST', `/reviews/${part}`, json),
    ]
    for (const answer of answers) expect([400, 404]).toContain((await refusal(answer)).status)
    expect(world.log.filter(({ event }) => event === 'console.failed')).toEqual([])
  },
)

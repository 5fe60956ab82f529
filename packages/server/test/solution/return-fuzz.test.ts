import { returnFormFields } from '@pointpay/contracts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aForm, aTransactionNumber, post } from '../support/postback.ts'
import { useService } from '../support/service.ts'

const world = useService({ env: { POINTPAY_WORKER: 'off' } })

/** Generated forms, of which each run posts one. */
const RUNS = 3_000
const AT_ONCE = 25

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.constantFrom('', '0', '-1', '1.5', '1e9', 'NaN', '\u0000', '\uFFFD', '‮', "' or 1=1--", '{"a":1}', '201'),
)

/** A good form with some fields left out, repeated, or filled with anything. */
const aBentForm = fc
  .record({
    changes: fc.dictionary(fc.constantFrom(...returnFormFields), text, { maxKeys: 3 }),
    without: fc.subarray([...returnFormFields], { maxLength: 2 }),
    twice: fc.subarray([...returnFormFields], { maxLength: 1 }),
    more: fc.array(fc.tuple(text, text), { maxLength: 3 }),
  })
  .map(({ changes, without, twice, more }) => (good: Record<string, string>) => {
    const fields = Object.entries({ ...good, ...changes }).filter(
      ([name]) => !without.includes(name as never),
    )
    const repeated = fields.filter(([name]) => twice.includes(name as never))
    const params = new URLSearchParams()
    for (const [name, value] of [...fields, ...repeated, ...more]) params.append(name, value)
    return params.toString()
  })

/** A form that only names another media: bending alone meets this too seldom to count on. */
const anotherMedias = fc.constant((good: Record<string, string>) =>
  new URLSearchParams({ ...good, rw_a_code: 'another' }).toString(),
)

const anyBytes = fc.uint8Array({ maxLength: 400 }).map((bytes) => () => bytes as Uint8Array<ArrayBuffer>)

const aContentType = fc.oneof(
  { weight: 8, arbitrary: fc.constant('application/x-www-form-urlencoded') },
  fc.constantFrom(
    'application/x-www-form-urlencoded; charset=euc-kr',
    'application/x-www-form-urlencoded; charset=utf-7',
    'APPLICATION/X-WWW-FORM-URLENCODED;;;charset',
    'multipart/form-data; boundary=x',
    'multipart/form-data; boundary=',
    '',
    'text/plain',
  ),
)

test('thousands of generated forms meet 201, 202|-|… or a clear 4xx, and never a 5xx', async () => {
  const media = await world().aMedia()
  const kinds = new Set<string>()
  let accepted = 0
  const aCall = fc.tuple(
    fc.oneof({ weight: 10, arbitrary: aBentForm }, { weight: 2, arbitrary: anyBytes }, anotherMedias),
    aContentType,
  )
  await fc.assert(
    fc.asyncProperty(fc.array(aCall, { minLength: AT_ONCE, maxLength: AT_ONCE }), async (calls) => {
      await Promise.all(
        calls.map(async ([bodyOf, contentType]) => {
          const good = aForm(media, { rw_orderno: aTransactionNumber() })
          const answer = await post(media.returnUrl, bodyOf(good), { 'content-type': contentType })
          kinds.add(`${answer.status} ${answer.text.replace(/ \(.*/, '')}`)
          if (answer.text === '201') accepted += 1
          else expect(answer.text).toMatch(/^202\|-\|[^|\r\n]+$/)
          expect([200, 415]).toContain(answer.status)
        }),
      )
    }),
    { numRuns: RUNS / AT_ONCE },
  )
  // Bad input leaves no row: there are as many as there were 201.
  expect((await world().statusOf(media)).backlog).toBe(accepted)
  // The forms reached every corner that a form alone can reach.
  expect([...kinds].sort()).toEqual(
    expect.arrayContaining([
      '200 201',
      '200 202|-|값 없음',
      '200 202|-|값 중복',
      '200 202|-|값 오류',
      '200 202|-|아이디 없음',
      '200 202|-|매체코드 불일치',
    ]),
  )
}, 60_000)

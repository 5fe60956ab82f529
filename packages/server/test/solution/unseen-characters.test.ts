import { expect, test } from 'vitest'
import { aForm, post } from '../support/postback.ts'
import { useService } from '../support/service.ts'

const world = useService({ env: { POINTPAY_WORKER: 'off' } })

const unseen = [
  ['a zero byte', '\u0000'],
  ['a C1 control', '\u0085'],
  ['a zero-width space', '\u200B'],
  ['a change of direction', '\u202E'],
  ['the replacement of lost bytes', '\uFFFD'],
  ['a Hangul filler', '\u3164'],
] as const

test.each(unseen)(
  'a form with %s in the member’s id or another field is refused by the guide’s words, and leaves nothing',
  async (_what, character) => {
    const media = await world().aMedia()
    const answer = async (change: Record<string, string>) =>
      (await post(media.returnUrl!, aForm(media, change))).text
    expect(await answer({ rw_user_id: `shop${character}per01` })).toBe('202|-|아이디 없음')
    for (const field of ['rw_pay_type', 'rw_price', 'rw_reg_datetime', 'rw_orderno', 'rw_a_code']) {
      const good = aForm(media)[field]
      expect(await answer({ [field]: `${good}${character}` })).toBe(`202|-|값 오류 (${field})`)
    }
    expect((await world().statusOf(media)).backlog).toBe(0)
  },
)

test.each(unseen)('a media’s own parameter may hold %s', async (_what, character) => {
  const media = await world().aMedia()
  expect((await post(media.returnUrl!, aForm(media, { utc_code: `a${character}b` }))).text).toBe('201')
})

test.each(unseen)('a webhook with %s is refused by the name of its field', async (_what, character) => {
  const send = async (body: string) => {
    const answer = await fetch(`${world().origin}/solution/webhook`, { method: 'POST', body })
    return [answer.status, await answer.json()]
  }
  const resource = { mall_id: 'mall', client_id: `app${character}` }
  expect(await send(JSON.stringify({ event_no: 90077, resource }))).toEqual([
    400,
    { error: 'invalid_request', field: 'resource.client_id' },
  ])
  expect(await send('{"event_no":')).toEqual([400, { error: 'invalid_request', field: 'body' }])
})

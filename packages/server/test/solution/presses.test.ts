import { randomBytes } from 'node:crypto'
import { sessionStatusSchema } from '@pointpay/contracts'
import { expect, test } from 'vitest'
import { aForm, post } from '../support/postback.ts'
import { useService } from '../support/service.ts'

const world = useService()
const mallOrigin = 'https://mymall.cafe24.com'
/** As the widget draws it. */
const aNonce = () => randomBytes(16).toString('hex')

async function ask(nonce: string, origin = mallOrigin) {
  const answer = await fetch(`${world().origin}/solution/presses/${nonce}`, { headers: { origin } })
  return {
    http: answer.status,
    readableBy: answer.headers.get('access-control-allow-origin'),
    body: (await answer.json()) as unknown,
  }
}

const statusOf = async (nonce: string) => sessionStatusSchema.parse((await ask(nonce)).body)

async function aMediaOfPointPay(change: Parameters<ReturnType<typeof world>['aConsentedMedia']>[0] = {}) {
  return world().aConsentedMedia({ popup: 'pointpay', origins: [mallOrigin], ...change })
}

test("what PointPay's own popup converted is told by the nonce that came back: converted, then credited", async () => {
  const media = await aMediaOfPointPay()
  const nonce = aNonce()
  expect((await ask(nonce)).http).toBe(404)
  const form = aForm(media, { utc_code: nonce, rw_price: '12345' })
  expect((await post(media.returnUrl, form)).text).toBe('201')
  expect(await statusOf(nonce)).toMatchObject({
    status: expect.stringMatching(/^(converted|credited)$/),
    transactionNumber: form['rw_orderno'],
    pointKind: 'KT',
    amount: 12_345,
  })
  await world().eventually('it is credited', async () => (await statusOf(nonce)).status === 'credited')
  expect(await statusOf(nonce)).toMatchObject({ creditedAt: expect.any(String) })
})

test('while the mall waits for its owner’s consent the press is converted, and not yet credited', async () => {
  const media = await world().aMedia({ popup: 'pointpay', origins: [mallOrigin] })
  const nonce = aNonce()
  await post(media.returnUrl, aForm(media, { utc_code: nonce }))
  expect(await statusOf(nonce)).toMatchObject({ status: 'converted' })
})

test('after a cancel the press has failed', async () => {
  const media = await world().aMedia({ popup: 'pointpay', origins: [mallOrigin] })
  const nonce = aNonce()
  const form = aForm(media, { utc_code: nonce })
  await post(media.returnUrl, form)
  const credit = await world().service.ledger.byTransaction(media.code, form['rw_orderno']!)
  await world().service.ledger.cancel({ creditId: credit!.id, by: 'operator', reason: '고객 요청' })
  expect(await statusOf(nonce)).toMatchObject({ status: 'failed' })
})

test('pages of the media’s origins read it, and no others do', async () => {
  const media = await aMediaOfPointPay()
  await world().aMedia({ origins: ['https://another.example'] })
  const nonce = aNonce()
  await post(media.returnUrl, aForm(media, { utc_code: nonce }))
  expect((await ask(nonce)).readableBy).toBe(mallOrigin)
  expect((await ask(nonce, 'https://another.example')).readableBy).toBeNull()
  expect((await ask(nonce, 'https://nobody.example')).readableBy).toBeNull()
  // That a nonce was never seen is no secret from any mall.
  expect((await ask(aNonce(), 'https://another.example')).readableBy).toBe('https://another.example')
  expect((await ask(aNonce(), 'https://nobody.example')).readableBy).toBeNull()
})

test('a page’s own add_param is no nonce, unless it is one', async () => {
  const media = await aMediaOfPointPay()
  for (const own of ['ETC', 'order 17', `own~${aNonce()}`])
    await post(media.returnUrl, aForm(media, { utc_code: own }))
  for (const asked of ['ETC', 'own', '..%2F..', '%00'.repeat(10)]) expect((await ask(asked)).http).toBe(404)
})

test('where the media allows a separator, the nonce is found behind the page’s own add_param', async () => {
  const media = await aMediaOfPointPay({ nonceSeparator: '~' })
  const [joined, alone] = [aNonce(), aNonce()]
  await post(media.returnUrl, aForm(media, { utc_code: `order~17~${joined}` }))
  await post(media.returnUrl, aForm(media, { utc_code: alone }))
  expect((await ask(joined)).http).toBe(200)
  expect((await ask(alone)).http).toBe(200)
})

test('a nonce that a second conversion brings again still tells of the first', async () => {
  const media = await aMediaOfPointPay()
  const nonce = aNonce()
  const [first, second] = [aForm(media, { utc_code: nonce }), aForm(media, { utc_code: nonce })]
  await post(media.returnUrl, first)
  await post(media.returnUrl, second)
  expect(await statusOf(nonce)).toMatchObject({ transactionNumber: first['rw_orderno'] })
})

test('the button code of PointPay’s popup names its origin for the popup and this service for the script', async () => {
  const own = await world().aMedia({ popup: 'own' })
  const pointpay = await world().aMedia({ popup: 'pointpay', nonceSeparator: '~' })
  expect(own.snippet).not.toContain('data-origin')
  expect(pointpay.snippet).toContain(`src="${world().origin}/sdk/v1/pointpay.js"`)
  expect(pointpay.snippet).toContain('data-origin="https://ssl.pointpay.im"')
  expect(pointpay.snippet).toContain('data-separator="~"')
})

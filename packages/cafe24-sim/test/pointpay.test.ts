import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startPointPay, type SimulatedPointPay } from '../src/index.ts'

/** The guide's own example time: 2021-12-17 11:25:36 in Korea. */
const NOW = Date.parse('2021-12-17T11:25:36+09:00')

let pointPay: SimulatedPointPay
const merchant = { answer: '201', bodies: [] as string[], types: [] as (string | undefined)[] }
const merchantServer = createServer((request, response) => {
  let body = ''
  request.on('data', (chunk: Buffer) => (body += chunk.toString('latin1')))
  request.on('end', () => {
    merchant.bodies.push(body)
    merchant.types.push(request.headers['content-type'])
    response.end(merchant.answer)
  })
})

beforeAll(async () => {
  pointPay = await startPointPay({ clock: () => NOW })
  merchantServer.listen(0, '127.0.0.1')
  await once(merchantServer, 'listening')
})
afterAll(async () => {
  await pointPay.close()
  merchantServer.close()
})
beforeEach(async () => {
  Object.assign(merchant, { answer: '201', bodies: [], types: [] })
  await register({})
})

const returnUrl = () => `http://127.0.0.1:${(merchantServer.address() as AddressInfo).port}/return`

function register(change: object, aCode = 'shop'): Promise<Response> {
  return fetch(`${pointPay.origin}/_sim/media/${aCode}`, {
    method: 'PUT',
    body: JSON.stringify({ returnUrl: returnUrl(), ...change }),
  })
}

/** Opens the popup with these parameters. */
const open = (query: Record<string, string>, path = '/pointhub/direct') =>
  fetch(`${pointPay.origin}${path}?${new URLSearchParams(query)}`)

const ticketIn = (page: string) => /name="ticket" value="([^"]+)"/.exec(page)?.[1] ?? ''

/** Presses 전환 on an opened page; gives the page that comes back. */
async function press(page: string, points: string, path = '/pointhub/direct'): Promise<string> {
  const answer = await fetch(`${pointPay.origin}${path}`, {
    method: 'POST',
    body: new URLSearchParams({ ticket: ticketIn(page), kind: 'KT', points }),
  })
  return answer.text()
}

async function convert(query: Record<string, string> = {}, points = '10000'): Promise<string> {
  const page = await open({ a_code: 'shop', user_id: 'pointpay', ...query })
  return press(await page.text(), points)
}

const posted = () => new URLSearchParams(merchant.bodies[0])

describe('the popup', () => {
  test('asks for points of a kind, for the member that it was opened for', async () => {
    const answer = await open({ a_code: 'shop', user_id: 'a&b@한글' })
    const page = await answer.text()
    expect(answer.status).toBe(200)
    expect(page).toContain('a&amp;b@한글')
    expect(page).toContain('value="KT"')
    expect(page).toContain('전환')
  })

  test.each([
    ['without a_code', { user_id: 'pointpay' }, 400, '필수 값이 없습니다: a_code'],
    ['without user_id', { a_code: 'shop' }, 400, '필수 값이 없습니다: user_id'],
    ['with an empty user_id', { a_code: 'shop', user_id: '' }, 400, '필수 값이 없습니다: user_id'],
    ['of an unknown media', { a_code: 'other', user_id: 'pointpay' }, 404, '등록되지 않은 매체입니다: other'],
  ])('%s is refused', async (_, query, status, reason) => {
    const answer = await open(query as Record<string, string>)
    expect(answer.status).toBe(status)
    expect(await answer.text()).toContain(reason)
  })

  test('has its older address too', async () => {
    const page = await open({ a_code: 'shop', user_id: 'pointpay' }, '/pointhub/direct.php')
    expect(await press(await page.text(), '500', '/pointhub/direct.php')).toContain('전환이 완료되었습니다')
    expect(posted().get('rw_price')).toBe('500')
  })

  test.each(['', '0', '-1', '1.5', 'all'])('does not take "%s" for points', async (points) => {
    expect(await convert({}, points)).toContain('숫자로 입력해 주십시오')
    expect(merchant.bodies).toEqual([])
  })

  test('converts once, also when its button is pressed twice', async () => {
    const page = await (await open({ a_code: 'shop', user_id: 'pointpay' })).text()
    const [first, second] = await Promise.all([press(page, '1000'), press(page, '1000')])
    expect([first, second].filter((each) => each.includes('전환이 완료되었습니다'))).toHaveLength(1)
    expect([first, second].filter((each) => each.includes('이미 처리되었거나'))).toHaveLength(1)
    expect(merchant.bodies).toHaveLength(1)
  })

  test('tells the page that opened it nothing, and has no status address', async () => {
    const page = await convert({ add_param: 'abc123' })
    expect(page).not.toContain('postMessage')
    expect(page).not.toContain('opener')
    expect((await fetch(`${pointPay.origin}/pointhub/sessions/abc123`)).status).toBe(404)
    expect((await fetch(`${pointPay.origin}/solution/presses/abc123`)).status).toBe(404)
  })
})

describe('the RETURN URL form', () => {
  test("has the guide's fields and nothing else", async () => {
    await convert({ add_param: 'ETC' })
    expect(Object.fromEntries(posted())).toEqual({
      rw_pay_type: 'KT',
      rw_user_id: 'pointpay',
      rw_price: '10000',
      rw_reg_datetime: '2021-12-17 11:25:36',
      rw_a_code: 'shop',
      rw_orderno: expect.stringMatching(/^ME20211217112536\d{8}$/) as string,
      utc_code: 'ETC',
    })
    expect(merchant.types).toEqual(['application/x-www-form-urlencoded'])
  })

  test('has no utc_code where no add_param came, and an empty one where an empty one came', async () => {
    await convert()
    await convert({ add_param: '' })
    expect(merchant.bodies.map((body) => new URLSearchParams(body).get('utc_code'))).toEqual([null, ''])
  })

  test('echoes add_param as it came', async () => {
    const addParam = 'a=1&b=%2B+주문 #7~/?"<>'
    await convert({ add_param: addParam })
    expect(posted().get('utc_code')).toBe(addParam)
  })

  test('is in UTF-8 unless the media is registered otherwise', async () => {
    await convert({ user_id: '한글 a-b_c.d~' })
    expect(merchant.bodies[0]).toContain('rw_user_id=%ED%95%9C%EA%B8%80+a-b_c.d%7E&')
  })

  test('is in EUC-KR where the media is registered so, with ? for what EUC-KR lacks', async () => {
    await register({ charset: 'euc-kr' })
    await convert({ user_id: '한글 a😀', add_param: '주문' })
    expect(merchant.bodies[0]).toContain('rw_user_id=%C7%D1%B1%DB+a%3F&')
    expect(merchant.bodies[0]).toContain('utc_code=%C1%D6%B9%AE')
  })

  test.each([
    ['201', '적립금은 약 1분 뒤 적립됩니다.'],
    ['202|-|거래번호 중복', '사유: 거래번호 중복'],
    ['<html>', '응답을 확인하지 못했습니다'],
  ])('answered %s, the shopper reads it', async (answer, said) => {
    merchant.answer = answer
    expect(await convert()).toContain(said)
  })

  test('that nobody takes is said to be unclear', async () => {
    await register({ returnUrl: 'http://127.0.0.1:9/return' })
    expect(await convert()).toContain('응답을 확인하지 못했습니다')
  })
})

describe('the control addresses', () => {
  test('show what was posted and answered', async () => {
    merchant.answer = '202|-|아이디 없음'
    await convert({ user_id: 'shown01' })
    const { items } = (await (await fetch(`${pointPay.origin}/_sim/postings`)).json()) as {
      items: { fields: Record<string, string> }[]
    }
    expect(items.find(({ fields }) => fields['rw_user_id'] === 'shown01')).toMatchObject({
      a_code: 'shop',
      return_url: returnUrl(),
      body: merchant.bodies[0],
      answer: { status: 200, text: '202|-|아이디 없음' },
    })
  })

  test.each([{ returnUrl: 'not an address' }, { charset: 'latin1' }, { extra: 1 }])(
    'refuse the registration %o',
    async (change) => {
      expect((await register(change, 'refused')).status).toBe(422)
      expect((await open({ a_code: 'refused', user_id: 'pointpay' })).status).toBe(404)
    },
  )
})

describe('as a process of its own', () => {
  const main = fileURLToPath(new URL('../src/pointpay/main.ts', import.meta.url))
  const start = (port: string) =>
    fork(main, { env: { ...process.env, POINTPAY_SIM_PORT: port }, silent: true })

  test('it says where it is and ends with the process that started it', async () => {
    const child = start('0')
    const [{ origin }] = (await once(child, 'message')) as [{ origin: string }]
    expect((await fetch(`${origin}/_sim/postings`)).ok).toBe(true)
    child.disconnect()
    expect(await once(child, 'exit')).toEqual([0, null])
  })

  test.each(['abc', '0x10', '4320.5', ' 4320', '65536'])(
    'the port "%s" stops it with a message',
    async (port) => {
      const child = start(port)
      let said = ''
      child.stderr!.on('data', (chunk: Buffer) => (said += chunk.toString()))
      expect((await once(child, 'close'))[0]).toBe(1)
      expect(said).toContain(`POINTPAY_SIM_PORT is "${port}": expected a port, 0 to 65535.`)
    },
  )
})

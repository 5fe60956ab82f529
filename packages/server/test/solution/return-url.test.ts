import { expect, test } from 'vitest'
import { formatRegisteredAt, type Krw } from '@pointpay/contracts'
import { Browser, overTheWire } from '../support/shopper.ts'
import { aForm, aSignedForm, aTransactionNumber, post } from '../support/postback.ts'
import { useService } from '../support/service.ts'

const world = useService({ env: { POINTPAY_TRUST_PROXY: '1', POINTPAY_WORKER: 'off' } })

type Media = Awaited<ReturnType<ReturnType<typeof world>['aMedia']>>
const backlogOf = async (media: Media) => (await world().statusOf(media)).backlog

test('a form as the guide has it is answered 201, in plain text and nothing else', async () => {
  const media = await world().aMedia()
  expect(await post(media.returnUrl, aForm(media))).toEqual({
    status: 200,
    text: '201',
    contentType: 'text/plain; charset=utf-8',
  })
  expect(await backlogOf(media)).toBe(1)
})

test('the same form twice credits once; the second answer is 202|-|거래번호 중복', async () => {
  const media = await world().aMedia()
  const form = aForm(media)
  expect((await post(media.returnUrl, form)).text).toBe('201')
  expect(await post(media.returnUrl, form)).toMatchObject({ status: 200, text: '202|-|거래번호 중복' })
  expect(await backlogOf(media)).toBe(1)
})

test('of twenty calls at once with one transaction number, one is answered 201', async () => {
  const media = await world().aMedia()
  const form = aForm(media)
  const answers = await Promise.all(Array.from({ length: 20 }, () => post(media.returnUrl, form)))
  const texts = answers.map(({ text }) => text).sort()
  expect(texts).toEqual(['201', ...Array.from({ length: 19 }, () => '202|-|거래번호 중복')])
  expect(await backlogOf(media)).toBe(1)
})

test.each([
  ['amount', { rw_price: '99999' }],
  ['member', { rw_user_id: 'shopper02' }],
])(
  'a known number with another %s credits nothing more, and the log says whose it was',
  async (_what, change) => {
    const media = await world().aMedia()
    const form = aForm(media)
    expect((await post(media.returnUrl, form)).text).toBe('201')
    expect((await post(media.returnUrl, { ...form, ...change })).text).toBe('202|-|거래번호 중복')
    expect(await backlogOf(media)).toBe(1)
    const [line] = world().log.filter(
      ({ event, mediaCode }) => event === 'return.refused' && mediaCode === media.code,
    )
    expect(line).toMatchObject({ kind: 'conflict' })
  },
)

test('two media may use the same transaction number', async () => {
  const [one, other] = [await world().aMedia(), await world().aMedia()]
  const rw_orderno = aTransactionNumber()
  expect((await post(one.returnUrl, aForm(one, { rw_orderno }))).text).toBe('201')
  expect((await post(other.returnUrl, aForm(other, { rw_orderno }))).text).toBe('201')
})

const memberForm = (media: Media, member: string) => Object.entries({ ...aForm(media), rw_user_id: member })

/** `한글 회원` in EUC-KR, escaped. */
const eucKrMember = '%C7%D1%B1%DB+%C8%B8%BF%F8'

test.each([
  ['in UTF-8, named', '%ED%95%9C%EA%B8%80+%ED%9A%8C%EC%9B%90', '; charset=UTF-8'],
  ['in UTF-8, not named', '%ED%95%9C%EA%B8%80+%ED%9A%8C%EC%9B%90', ''],
  ['in EUC-KR, named', eucKrMember, '; charset=EUC-KR'],
  ['in EUC-KR, named as old systems do', eucKrMember, '; charset="ks_c_5601-1987"'],
  ['in EUC-KR, not named', eucKrMember, ''],
])('a member id in Korean letters arrives %s', async (_how, escaped, charset) => {
  const media = await world().aMedia()
  const body = memberForm(media, '@')
    .map(([name, value]) => `${name}=${name === 'rw_user_id' ? escaped : encodeURIComponent(value)}`)
    .join('&')
  const answer = await post(media.returnUrl, body, {
    'content-type': `application/x-www-form-urlencoded${charset}`,
  })
  expect(answer.text).toBe('201')
  const [line] = world().log.filter(
    ({ event, mallId }) => event === 'credit.accepted' && mallId === media.mallId,
  )
  expect(line).toBeDefined()
  expect(await memberOfNewest(media)).toBe('한글 회원')
})

test('syllables that only CP949 has arrive as they are, for a lost one would be another member', async () => {
  const media = await world().aMedia({ members: ['똠방각하'] })
  const body = memberForm(media, '@')
    .map(([name, value]) => `${name}=${name === 'rw_user_id' ? '%8Cc%B9%E6%B0%A2%C7%CF' : value}`)
    .join('&')
  expect((await post(media.returnUrl, body)).text).toBe('201')
  expect(await memberOfNewest(media)).toBe('똠방각하')
})

test('EUC-KR bytes that were not escaped arrive too', async () => {
  const media = await world().aMedia()
  const [before, after] = new URLSearchParams(aForm(media, { rw_user_id: '@' })).toString().split('%40')
  const raw = Buffer.concat([
    Buffer.from(before!),
    Buffer.from([0xc7, 0xd1, 0xb1, 0xdb]),
    Buffer.from(after!),
  ])
  expect((await post(media.returnUrl, new Uint8Array(raw))).text).toBe('201')
  expect(await memberOfNewest(media)).toBe('한글')
})

test('a member id with & @ and letters arrives whole', async () => {
  const media = await world().aMedia()
  expect((await post(media.returnUrl, aForm(media, { rw_user_id: 'user&kim@한글=+%' }))).text).toBe('201')
  expect(await memberOfNewest(media)).toBe('user&kim@한글=+%')
})

test.each([
  ['no transaction number', { rw_orderno: '' }, '202|-|값 없음 (rw_orderno)'],
  ['a negative amount', { rw_price: '-100' }, '202|-|값 오류 (rw_price)'],
  ['a fraction', { rw_price: '100.5' }, '202|-|값 오류 (rw_price)'],
  ['nothing to credit', { rw_price: '0' }, '202|-|값 오류 (rw_price)'],
  ['an amount beyond all numbers', { rw_price: '9'.repeat(40) }, '202|-|값 오류 (rw_price)'],
  ['words for an amount', { rw_price: '1e3' }, '202|-|값 오류 (rw_price)'],
  [
    'a day that does not exist',
    { rw_reg_datetime: '2021-02-31 00:00:00' },
    '202|-|값 오류 (rw_reg_datetime)',
  ],
  ['the year 0', { rw_reg_datetime: '0000-01-01 00:00:00' }, '202|-|값 오류 (rw_reg_datetime)'],
  ['another media’s code', { rw_a_code: 'other' }, '202|-|매체코드 불일치'],
  ['an id longer than any member’s', { rw_user_id: 'a'.repeat(21) }, '202|-|아이디 없음'],
  ['an id with a control character', { rw_user_id: 'a\u0000b' }, '202|-|아이디 없음'],
  ['an id that lost its letters', { rw_user_id: 'a\uFFFDb' }, '202|-|아이디 없음'],
  ['a transaction number with a line end', { rw_orderno: 'ME1\n201' }, '202|-|값 오류 (rw_orderno)'],
])('%s is refused and leaves no row', async (_what, change, text) => {
  const media = await world().aMedia()
  expect(await post(media.returnUrl, aForm(media, change))).toMatchObject({ status: 200, text })
  expect(await backlogOf(media)).toBe(0)
})

test('a parameter that is missing is named', async () => {
  const media = await world().aMedia()
  const { rw_user_id: _, ...form } = aForm(media)
  expect((await post(media.returnUrl, form)).text).toBe('202|-|값 없음 (rw_user_id)')
  expect(await backlogOf(media)).toBe(0)
})

test('a parameter that comes twice is refused, whichever was meant', async () => {
  const media = await world().aMedia()
  const twice: [string, string][] = [...Object.entries(aForm(media)), ['rw_price', '99999']]
  expect((await post(media.returnUrl, twice)).text).toBe('202|-|값 중복 (rw_price)')
  expect(await backlogOf(media)).toBe(0)
})

test('a parameter that the guide does not know is ignored, and utc_code may be missing', async () => {
  const media = await world().aMedia()
  const { utc_code: _, ...form } = aForm(media)
  expect((await post(media.returnUrl, { ...form, rw_new: '1' })).text).toBe('201')
})

test('what is neither UTF-8 nor EUC-KR is refused', async () => {
  const media = await world().aMedia()
  for (const bytes of ['%FF%FF', '%80', '%8C']) {
    const answer = await post(media.returnUrl, `rw_user_id=${bytes}&rw_price=1`)
    expect(answer.text).toBe('202|-|문자 인코딩은 UTF-8 또는 EUC-KR')
  }
})

/** A form as browsers and PHP's cURL send it with files, each part's bytes as given. */
function multipart(fields: [name: string, value: Uint8Array | string][], boundary = 'x-boundary') {
  const parts = fields.flatMap(([name, value]) => [
    Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n`),
    Buffer.from(value),
    Buffer.from('\r\n'),
  ])
  return new Uint8Array(Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]))
}
const multipartType = { 'content-type': 'multipart/form-data; boundary=x-boundary' }
/** `한글 회원` in EUC-KR. */
const eucKrBytes = Buffer.from('c7d1b1db20c8b8bff8', 'hex')

test('a multipart form is read like the other, whatever fields of the sender’s own it has', async () => {
  const media = await world().aMedia()
  const fields = [...Object.entries(aForm(media)), ['memo', eucKrBytes], ['이름', 'x']] as [string, string][]
  expect((await post(media.returnUrl, multipart(fields), multipartType)).text).toBe('201')
  expect((await post(media.returnUrl, multipart(fields), multipartType)).text).toBe('202|-|거래번호 중복')
  expect(await memberOfNewest(media)).toBe('shopper01')
})

test.each([
  ['in UTF-8', Buffer.from('한글 회원'), ''],
  ['in EUC-KR', eucKrBytes, ''],
  ['in EUC-KR, named', eucKrBytes, '; charset=euc-kr'],
])('a member id in Korean letters arrives in a multipart form %s', async (_how, member, charset) => {
  const media = await world().aMedia()
  const fields = Object.entries(aForm(media)) as [string, string | Uint8Array][]
  const body = multipart(fields.map(([name, value]) => [name, name === 'rw_user_id' ? member : value]))
  const type = { 'content-type': `${multipartType['content-type']}${charset}` }
  expect((await post(media.returnUrl, body, type)).text).toBe('201')
  expect(await memberOfNewest(media)).toBe('한글 회원')
})

const eachPart = (change: (part: string) => string) => (body: string) =>
  body.replaceAll(/Content-Disposition: form-data; name="\w+"/g, change)

test.each([
  ['.NET', eachPart((part) => `Content-Type: text/plain; charset=utf-8\r\n${part.replaceAll('"', '')}`)],
  ['Java', eachPart((part) => `${part}\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: 8bit`)],
  ['a script with headers in small letters', eachPart((part) => part.toLowerCase().replace(': ', ':'))],
  ['a script that ends lines with LF', (body: string) => body.replaceAll('\r\n', '\n')],
])('a multipart form is read as %s writes it', async (_who, written) => {
  const media = await world().aMedia()
  const body = written(Buffer.from(multipart(Object.entries(aForm(media)))).toString())
  expect((await post(media.returnUrl, body, multipartType)).text).toBe('201')
  expect(await memberOfNewest(media)).toBe('shopper01')
})

test('a file in a multipart form is no value: ignored, or missing where it stands for a field of ours', async () => {
  const media = await world().aMedia()
  const formWith = (fileField: string, without?: string) => {
    const form = new FormData()
    for (const [name, value] of Object.entries(aForm(media))) if (name !== without) form.append(name, value)
    form.append(fileField, new Blob(['10000']), 'price.txt')
    return form
  }
  const answerTo = async (form: FormData) =>
    (await fetch(media.returnUrl, { method: 'POST', body: form })).text()
  expect(await answerTo(formWith('attachment'))).toBe('201')
  expect(await answerTo(formWith('rw_price', 'rw_price'))).toBe('202|-|값 없음 (rw_price)')
  expect(await answerTo(formWith('rw_price'))).toBe('202|-|값 중복 (rw_price)')
  expect(await backlogOf(media)).toBe(1)
})

test('a multipart form that is cut off, names no boundary or hides its letters is refused', async () => {
  const media = await world().aMedia()
  const fields = Object.entries(aForm(media))
  const whole = multipart(fields)
  const base64 = Buffer.from(whole)
    .toString()
    .replace('name="rw_user_id"', 'name="rw_user_id"\r\nContent-Transfer-Encoding: base64')
  const refused = { status: 415, text: '202|-|Content-Type은 application/x-www-form-urlencoded' }
  expect(await post(media.returnUrl, whole.slice(0, -20), multipartType)).toMatchObject(refused)
  expect(await post(media.returnUrl, whole, { 'content-type': 'multipart/form-data' })).toMatchObject(refused)
  expect(await post(media.returnUrl, base64, multipartType)).toMatchObject(refused)
  const twice = multipart([...fields, ['rw_price', '99999']])
  expect((await post(media.returnUrl, twice, multipartType)).text).toBe('202|-|값 중복 (rw_price)')
  const large = multipart([...fields, ['memo', 'x'.repeat(64 * 1024)]])
  expect((await post(media.returnUrl, large, multipartType)).status).toBe(413)
  expect(await backlogOf(media)).toBe(0)
})

test.each(['', '\r\n', '\r\n\r\n'])(
  'a form without a Content-Type, ending in %j, is read as the guide’s',
  async (ending) => {
    const media = await world().aMedia()
    const { utc_code: _, ...form } = aForm(media)
    const body = new TextEncoder().encode(`${new URLSearchParams(form).toString()}${ending}`)
    const answer = await fetch(media.returnUrl, { method: 'POST', body })
    expect(await answer.text()).toBe('201')
  },
)

test.each([
  ['a field of the sender’s own in UTF-8', 'euc-kr', `${eucKrMember}`, 'memo=%ED%9A%8C%EC%9B%90%EB'],
  ['utc_code in UTF-8', 'euc-kr', `${eucKrMember}`, 'utc_code=%ED%9A%8C%EC%9B%90%EB'],
  ['a field of the sender’s own in no encoding', 'utf-8', encodeURIComponent('한글 회원'), 'memo=%FF%FF'],
  ['a name in no encoding', null, encodeURIComponent('한글 회원'), '%FF=1'],
])('%s, in a form that is %s, refuses nothing', async (_what, charset, member, more) => {
  const media = await world().aMedia()
  const { utc_code: _, rw_user_id: __, ...form } = aForm(media)
  const body = `${new URLSearchParams(form).toString()}&rw_user_id=${member}&${more}`
  const type = `application/x-www-form-urlencoded${charset ? `; charset=${charset}` : ''}`
  expect((await post(media.returnUrl, body, { 'content-type': type })).text).toBe('201')
  expect(await memberOfNewest(media)).toBe('한글 회원')
})

test('a member id that could be read in two ways stays refused where the form does not say which', async () => {
  const media = await world().aMedia()
  const { rw_user_id: _, ...form } = aForm(media)
  // `c7 b1` is one syllable in EUC-KR and one letter in UTF-8; `ff` is in neither.
  const body = `${new URLSearchParams(form).toString()}&rw_user_id=%C7%B1&memo=%FF`
  expect((await post(media.returnUrl, body)).text).toBe('202|-|문자 인코딩은 UTF-8 또는 EUC-KR')
  expect(await backlogOf(media)).toBe(0)
})

test('a field of ours that is not in the encoding that the form names stays refused', async () => {
  const media = await world().aMedia()
  const { rw_user_id: _, ...form } = aForm(media)
  const body = `${new URLSearchParams(form).toString()}&rw_user_id=${eucKrMember}`
  const type = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }
  expect((await post(media.returnUrl, body, type)).text).toBe('202|-|문자 인코딩은 UTF-8 또는 EUC-KR')
})

test.each([
  ['line ends', 'application/x-www-form-urlencoded', '\r\n'.repeat(30_000)],
  [
    'a name of blanks',
    multipartType['content-type'],
    `Content-Disposition: form-data; name=${' '.repeat(60_000)}`,
  ],
  [
    'an encoding of blanks',
    multipartType['content-type'],
    `Content-Transfer-Encoding: ${' '.repeat(60_000)}`,
  ],
])('a form that is all but filled with %s is answered at once', async (_what, type, filling) => {
  const media = await world().aMedia()
  const startedMs = performance.now()
  const { text } = await post(media.returnUrl, `${filling}x`, { 'content-type': type })
  expect(text).toMatch(/^202\|-\|/)
  expect(performance.now() - startedMs).toBeLessThan(1_000)
})

test('an unknown key is 404, a wrong content type 415, another method 405, 1 MB 413', async () => {
  const media = await world().aMedia()
  expect((await post(`${world().origin}/solution/return/nobodys-key`, aForm(media))).status).toBe(404)
  expect((await post(`${world().origin}/solution/return/%00`, aForm(media))).status).toBe(404)
  const json = await post(media.returnUrl, JSON.stringify(aForm(media)), {
    'content-type': 'application/json',
  })
  expect(json.status).toBe(415)
  expect((await fetch(media.returnUrl)).status).toBe(405)
  const large = await post(media.returnUrl, aForm(media, { utc_code: 'x'.repeat(1024 * 1024) }))
  expect(large).toMatchObject({ status: 413, text: '202|-|요청이 너무 큼' })
  expect(await backlogOf(media)).toBe(0)
})

test('1 MB without an announced length is refused just so', async () => {
  const media = await world().aMedia()
  const body = new URLSearchParams(aForm(media, { utc_code: 'x'.repeat(1024 * 1024) })).toString()
  const answer = await fetch(media.returnUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new Blob([body]).stream(),
    duplex: 'half',
  } as RequestInit)
  expect(answer.status).toBe(413)
  expect(await backlogOf(media)).toBe(0)
})

test('a list of source networks lets its networks in, by what our own proxy saw', async () => {
  const media = await world().aMedia({ returnNetworks: ['203.0.113.0/24', '2001:db8::/32', '198.51.100.7'] })
  const from = async (address: string) =>
    (await post(media.returnUrl, aForm(media), { 'x-forwarded-for': address })).status
  expect(await from('203.0.113.9')).toBe(200)
  expect(await from('2001:db8::1')).toBe(200)
  expect(await from('198.51.100.7')).toBe(200)
  expect(await from('::ffff:203.0.113.9')).toBe(200)
  expect(await from('198.51.100.8')).toBe(403)
  expect(await from('not an address')).toBe(403)
  // What stands before our proxy's own word is the caller's.
  expect(await from('203.0.113.9, 192.0.2.1')).toBe(403)
  expect(await backlogOf(media)).toBe(4)
})

test.each([
  '203.0.113.7:51008',
  ' "203.0.113.7:51008" ',
  '192.0.2.1, 203.0.113.7:443',
  '[2001:db8::5]',
  '[2001:db8::5]:443',
  '"[2001:db8::5]:443"',
  '[2001:DB8:0:0:0:0:0:5%eth0]:443',
  '[::ffff:203.0.113.7]:443',
  '::ffff:cb00:7107',
])('a proxy that writes the caller as %j still lets an allowed network in', async (address) => {
  const media = await world().aMedia({ returnNetworks: ['203.0.113.0/24', '2001:db8::/32'] })
  const from = { 'x-forwarded-for': address }
  expect((await post(media.returnUrl, aForm(media), from)).text).toBe('201')
})

test.each([
  '198.51.100.8:51008',
  '[2001:db9::5]:443',
  '203.0.113.7:99999',
  '203.0.113.7:',
  '203.0.113.7:80:80',
  '[203.0.113.7',
  '[2001:db8::5]443',
  '203.0.113.7 203.0.113.8',
  '203.0.113',
  'unknown',
  '_hidden',
  '203.0.113.7,',
])('a caller written as %j is not taken for one of the allowed network', async (address) => {
  const media = await world().aMedia({ returnNetworks: ['203.0.113.0/24', '2001:db8::/32', '127.0.0.1'] })
  expect(await post(media.returnUrl, aForm(media), { 'x-forwarded-for': address })).toMatchObject({
    status: 403,
    text: '202|-|허용되지 않은 발신지',
  })
  expect(await backlogOf(media)).toBe(0)
})

test('a media’s networks can be changed, and the change holds from the next call on', async () => {
  const media = await world().aMedia()
  const from = { 'x-forwarded-for': '192.0.2.1' }
  expect((await post(media.returnUrl, aForm(media), from)).text).toBe('201')
  await world().service.setUp.change(media.code, { returnNetworks: ['203.0.113.0/24'] })
  expect((await post(media.returnUrl, aForm(media), from)).status).toBe(403)
})

test('a cap for one call is a cap, and what fits passes', async () => {
  const media = await world().aMedia({ capPerCall: 5_000 as never })
  expect((await post(media.returnUrl, aForm(media, { rw_price: '5001' }))).text).toBe('202|-|1회 한도 초과')
  expect((await post(media.returnUrl, aForm(media, { rw_price: '5000' }))).text).toBe('201')
})

test('a cap for a day holds however many calls come at once', async () => {
  const media = await world().aMedia({ capPerDay: 10_000 as never })
  const calls = Array.from({ length: 12 }, () => post(media.returnUrl, aForm(media, { rw_price: '3000' })))
  const texts = (await Promise.all(calls)).map(({ text }) => text)
  expect(texts.filter((text) => text === '201')).toHaveLength(3)
  expect(texts.filter((text) => text === '202|-|1일 한도 초과')).toHaveLength(9)
  expect((await post(media.returnUrl, aForm(media, { rw_price: '1000' }))).text).toBe('201')
})

test('beyond the day’s cap, a transaction number seen before is still a duplicate', async () => {
  const media = await world().aMedia({ capPerDay: 10_000 as never })
  const form = aForm(media)
  expect((await post(media.returnUrl, form)).text).toBe('201')
  expect((await post(media.returnUrl, form)).text).toBe('202|-|거래번호 중복')
})

test('a number that was taken before the caps came down is a duplicate, and no refusal', async () => {
  const media = await world().aMedia()
  const form = aForm(media)
  expect((await post(media.returnUrl, form)).text).toBe('201')
  await world().service.setUp.change(media.code, { capPerCall: 100 as never, capPerDay: 100 as never })
  expect((await post(media.returnUrl, form)).text).toBe('202|-|거래번호 중복')
})

test('our own signed form passes, from wherever it comes', async () => {
  const media = await world().aMedia({ returnNetworks: ['203.0.113.0/24'] })
  const from = { 'x-forwarded-for': '192.0.2.1' }
  expect((await post(media.returnUrl, aForm(media), from)).status).toBe(403)
  expect((await post(media.returnUrl, await aSignedForm(media), from)).text).toBe('201')
})

test.each([
  ['the amount', { rw_price: '99999' }],
  ['the member', { rw_user_id: 'somebody-else' }],
  ['the transaction number', { rw_orderno: 'ME1' }],
  ['the kind of point', { rw_pay_type: 'LPOINT' }],
])('a signed form is refused where %s was changed', async (_what, change) => {
  const media = await world().aMedia()
  const answer = await post(media.returnUrl, { ...(await aSignedForm(media)), ...change })
  expect(answer.text).toBe('202|-|utc_code 서명 불일치')
  expect(await backlogOf(media)).toBe(0)
})

test('another media’s signed form is no use', async () => {
  const [one, other] = [await world().aMedia(), await world().aMedia()]
  const stolen = { ...(await aSignedForm(one)), rw_a_code: other.code }
  expect((await post(other.returnUrl, stolen)).text).toBe('202|-|utc_code 서명 불일치')
})

test('for a conversion that began in our popup, nothing but our own signed form will do', async () => {
  const media = await world().aConsentedMedia({ popup: 'own' })
  const shopper = await new Browser(overTheWire(world().origin)).open({ aCode: media.code })
  await (await shopper.identify()).select('KT', 1_000)
  await shopper.convert()
  const rw_orderno = shopper.view.conversion!.transactionNumber
  // No worker runs here, so that the genuine form has not gone out.
  const forged = aForm(media, { rw_orderno, rw_price: '999000', utc_code: '' })
  expect((await post(media.returnUrl, forged)).text).toBe('202|-|utc_code 서명 불일치')
  expect(await backlogOf(media)).toBe(0)
})

test('a media of our own popup takes nothing that we did not sign, though the form is the guide’s', async () => {
  const media = await world().aMedia({ popup: 'own' })
  for (const utc_code of ['', 'ETC', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ0aGVpcnMifQ.c2lnbmF0dXJl'])
    expect((await post(media.returnUrl, aForm(media, { utc_code }))).text).toBe('202|-|utc_code 서명 불일치')
  expect(await backlogOf(media)).toBe(0)
  expect((await post(media.returnUrl, await aSignedForm(media))).text).toBe('201')
})

test('what PointPay converted before the media had our popup stays a duplicate, and no refusal', async () => {
  const media = await world().aMedia({ popup: 'pointpay' })
  const form = aForm(media)
  expect((await post(media.returnUrl, form)).text).toBe('201')
  await world().service.setUp.change(media.code, { popup: 'own' })
  expect((await post(media.returnUrl, form)).text).toBe('202|-|거래번호 중복')
  expect((await post(media.returnUrl, { ...form, rw_price: '99999' })).text).toBe('202|-|거래번호 중복')
  expect((await post(media.returnUrl, aForm(media))).text).toBe('202|-|utc_code 서명 불일치')
})

test('in test mode our own popup’s media refuses PointPay’s call as such, so that the points go back', async () => {
  const media = await world().aMedia({ popup: 'own', mode: 'test' })
  expect((await post(media.returnUrl, aForm(media))).text).toBe('202|-|시험 중인 매체')
})

const hoursFromNow = (hours: number) => formatRegisteredAt(new Date(Date.now() + hours * 3_600_000))

test('a time of tomorrow or later is refused by its field; some hours ahead are a clock that is wrong', async () => {
  const media = await world().aMedia()
  const at = async (rw_reg_datetime: string) =>
    (await post(media.returnUrl, aForm(media, { rw_reg_datetime }))).text
  expect(await at(hoursFromNow(25))).toBe('202|-|값 오류 (rw_reg_datetime)')
  expect(await at('9999-12-31 23:59:59')).toBe('202|-|값 오류 (rw_reg_datetime)')
  expect(await backlogOf(media)).toBe(0)
  expect(await at(hoursFromNow(23))).toBe('201')
})

test('an amount that fits the caps and is more than any credit is refused by its field', async () => {
  const media = await world().aMedia({ capPerCall: 2e9 as Krw, capPerDay: 2e10 as Krw })
  const answer = await post(media.returnUrl, aForm(media, { rw_price: '1000000001' }))
  expect(answer.text).toBe('202|-|값 오류 (rw_price)')
  expect(await backlogOf(media)).toBe(0)
})

test('what a media that converts elsewhere sends as utc_code is its own business', async () => {
  const media = await world().aMedia()
  for (const utc_code of [
    '',
    'ETC',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ0aGVpcnMifQ.c2lnbmF0dXJl',
    '한글',
    'a|b',
  ])
    expect((await post(media.returnUrl, aForm(media, { utc_code }))).text).toBe('201')
})

/** Of the newest credit, as the console would show it. */
async function memberOfNewest(media: Media): Promise<string | undefined> {
  const [credit] = await world().service.ledger.find({ mediaCodes: [media.code] })
  return credit?.memberId
}

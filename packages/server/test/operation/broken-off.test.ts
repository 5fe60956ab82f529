import { startPostgres, type Postgres } from '@pointpay/testkit/postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aForm, post } from '../support/postback.ts'
import { exchange, statusesOf } from '../support/raw-http.ts'
import { rowCounts } from '../support/row-counts.ts'
import { useService } from '../support/service.ts'

let postgres: Postgres
beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(() => postgres.stop())
const world = useService({
  env: { POINTPAY_WORKER: 'off' },
  databaseUrl: () => postgres.databaseUrl,
})

const json = { type: 'application/json', body: '{"aCode":"nobody","userId":"shopper01"}' }
const form = {
  type: 'application/x-www-form-urlencoded',
  body: 'a_code=nobody&user_id=shopper01&user_name=x',
}

const doors = [
  ['the popup’s API', '/pointhub/api/sessions', json],
  ['the console’s API', '/console/api/login', json],
  ['the form of the unverified mode', '/pointhub/direct_ci', form],
  ['the webhook', '/solution/webhook', json],
  ['the RETURN URL', '/solution/return/KEY', form],
] as const

/** A request that breaks off in the middle of its body, in each way that a line can. */
const breaks = {
  'announces more than it sends': (head: string, body: string) => [
    `${head}content-length: ${body.length + 10}\r\n\r\n${body}`,
  ],
  'breaks off in a chunk': (head: string, body: string) => [
    `${head}transfer-encoding: chunked\r\n\r\n${(body.length + 10).toString(16)}\r\n${body}`,
  ],
  'breaks off between chunks': (head: string, body: string) => [
    `${head}transfer-encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n`,
  ],
  'sends a chunk that is none': (head: string, body: string) => [
    `${head}transfer-encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\nxyz\r\n`,
  ],
}

const headOf = (origin: string, path: string, type: string) =>
  `POST ${path} HTTP/1.1\r\nhost: ${new URL(origin).host}\r\norigin: ${origin}\r\ncontent-type: ${type}\r\n`

const answered = () => world().log.filter(({ event }) => event === 'request')
const errors = () => world().log.filter(({ level }) => level >= 50)

test.each(
  doors.flatMap(([door, path, sent]) =>
    (Object.keys(breaks) as (keyof typeof breaks)[]).map((how) => [door, how, path, sent] as const),
  ),
)(
  'a call of %s that %s ends as a bad request, moves nothing and is no error of ours',
  async (_door, how, path, sent) => {
    const { origin } = world()
    const media = await world().aMedia()
    const before = await rowCounts(postgres.databaseUrl)
    const seen = answered().length
    const address = path.replace('/solution/return/KEY', new URL(media.returnUrl!).pathname)
    const bytes = breaks[how](headOf(origin, address, sent.type), sent.body)
    const answer = await exchange(origin, { bytes, hangUp: true })
    for (const status of statusesOf(answer)) expect(status).toBe(400)
    await world().eventually('the log’s line', async () => answered().length > seen)
    expect(answered().at(-1)).toMatchObject({ status: 400, level: 30 })
    expect(errors()).toEqual([])
    expect(await rowCounts(postgres.databaseUrl)).toEqual(before)
  },
)

test.each(Object.keys(breaks) as (keyof typeof breaks)[])(
  'a good form that %s is not accepted, and is when it comes again as a whole',
  async (how) => {
    const media = await world().aMedia()
    const good = aForm(media)
    const whole = new URLSearchParams(good).toString()
    const { pathname } = new URL(media.returnUrl!)
    const head = headOf(world().origin, pathname, 'application/x-www-form-urlencoded')
    const answer = await exchange(world().origin, { bytes: breaks[how](head, whole), hangUp: true })
    expect(answer).not.toMatch(/201|202\|/)
    expect((await world().statusOf(media)).backlog).toBe(0)
    expect((await post(media.returnUrl!, good)).text).toBe('201')
  },
)

import { openStore } from '@pointpay/credit'
import { freePort } from '@pointpay/testkit/free-port'
import { startPostgres, type Postgres } from '@pointpay/testkit/postgres'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { settingsEnv } from '../support/service.ts'
import { pointpay, succeed } from './support/pointpay.ts'

let postgres: Postgres
let env: Record<string, string>

beforeAll(async () => {
  postgres = await startPostgres()
  env = {
    ...settingsEnv(await freePort(), 'http://127.0.0.1:1'),
    DATABASE_URL: postgres.databaseUrl,
    POINTPAY_LOG_LEVEL: 'silent',
  }
})
afterAll(() => postgres.stop())

async function inDatabase(statement: ReturnType<typeof sql>): Promise<void> {
  const store = await openStore({ databaseUrl: postgres.databaseUrl })
  await statement.execute(store.db)
  await store.close()
}

/** Ten commands, each a process of its own. */
const TIMEOUT_MS = 120_000

test(
  'what the command changed is on the audit trail, and a check finds the line that somebody altered',
  { timeout: TIMEOUT_MS },
  async () => {
    const add = [
      'account',
      'add',
      'cli.operator',
      '--name',
      '운영자',
      '--role',
      'operator',
      '--password-stdin',
    ]
    await succeed(env, add, 'a password of some length\n')
    const refused = await pointpay(
      env,
      ['account', 'password', 'cli.operator', '--password-stdin'],
      'short\n',
    )
    expect(refused).toMatchObject({ code: 2, stdout: '' })
    expect(refused.stderr).toContain('비밀번호는 10~200자')
    await succeed(env, ['account', 'password', 'cli.operator', '--password-stdin'], 'another long password\n')

    const whole = await succeed(env, ['audit', 'check'])
    const [, noted = ''] = /끝: (2:[0-9a-f]{64})/.exec(whole) ?? []
    expect(await succeed(env, ['audit', 'check', '--noted', noted])).toContain('The audit trail is whole')
    expect((await pointpay(env, ['audit', 'check', '--noted', 'nonsense'])).code).toBe(2)
    const other = await pointpay(env, [
      'audit',
      'check',
      '--noted',
      noted.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
    ])
    expect(other.code).toBe(3)
    expect(other.stdout).toContain('Line 2 is not the one that was noted')

    await inDatabase(sql`update console_audit set by_whom = 'somebody' where line = 1`)
    const altered = await pointpay(env, ['audit', 'check'])
    expect(altered.code).toBe(3)
    expect(altered.stdout).toContain('1번째 줄')
    const asJson = await pointpay(env, ['audit', 'check', '--json'])
    expect(JSON.parse(asJson.stdout)).toMatchObject({ problems: [{ kind: 'altered', line: 1 }] })

    await inDatabase(sql`delete from console_audit where line = 2`)
    expect((await pointpay(env, ['audit', 'check'])).stdout).toContain('Lines 2 to 2 are missing')
  },
)

import { spawn } from 'node:child_process'
import { startPostgres } from './stores/postgres.ts'
import { bareInsertRate } from './return-url/bare-inserts.ts'
import { loadReturnUrl } from './return-url/load.ts'
import { newMediaSchema } from '@pointpay/contracts'
import { compose } from '../../server/src/compose.ts'
import { readSettings } from '../../server/src/settings.ts'
import { openServerStore } from '../../server/src/store.ts'
const pg = await startPostgres()
const url = (pg as any).url ?? (pg as any).databaseUrl
const env = { POINTPAY_PORT: '5777', POINTPAY_SECRET: 'x'.repeat(40), POINTPAY_TOKEN_KEYS: `k:${Buffer.alloc(32,1).toString('base64')}`, DATABASE_URL: url, CAFE24_ORIGIN: 'http://127.0.0.1:1/{mall_id}', POINTPAY_WORKERS: '0', POINTPAY_LOG_LEVEL: process.argv[2] ?? 'info', PATH: process.env['PATH']! }
const settings = readSettings(env)
const opened = await openServerStore(settings)
const parts = await compose(settings, opened, { info(){}, warn(){}, error(){} })
const added = await parts.solution.setUp.add(newMediaSchema.parse({ code: 'bench', name: 'b', integration: { kind: 'cafe24', mallId: 'benchmall', clientId: 'a', clientSecret: 'b' } }))
if (added.kind !== 'added') throw new Error(added.kind)
await parts.close(); await opened.store.close()
const child = spawn(process.execPath, [...(process.env['PROF'] ? ['--cpu-prof','--cpu-prof-dir=/tmp/prof'] : []), 'packages/server/src/main.ts'], { env, stdio: ['ignore', 'pipe', 'inherit'] })
let bytes = 0
child.stdout.on('data', (d) => { bytes += d.length })
while (!(await fetch('http://127.0.0.1:5777/readyz').catch(() => null))?.ok) await new Promise(r => setTimeout(r, 100))
const C = Number(process.env['C'] ?? 32)
for (let round = 0; round < 3; round++) {
  const bare = await bareInsertRate(url, C, 4)
  const load = await loadReturnUrl({ returnUrl: added.status.returnUrl, mediaCode: 'bench', connections: C, seconds: 4 })
  console.log({ bare: Math.round(bare), ...load, share: (load.rate / bare).toFixed(2) })
}
child.kill('SIGTERM'); await new Promise(r => child.once('exit', r))
await pg.close()
process.exit(0)

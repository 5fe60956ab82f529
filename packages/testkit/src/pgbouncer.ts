import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './free-port.ts'

const installedPlaces = ['/usr/sbin/pgbouncer', '/usr/bin/pgbouncer', '/opt/homebrew/bin/pgbouncer']

/** A PgBouncer before a PostgreSQL. */
export interface PgBouncer {
  /** Of the same database, through the pooler. */
  databaseUrl: string
  stop(): Promise<void>
}

/** Whether this machine has a PgBouncer (Debian: `apt-get install pgbouncer`). */
export const hasPgBouncer = (): boolean => installedPlaces.some((place) => existsSync(place))

/** Starts the machine's PgBouncer, with its defaults but for the pool mode. */
export async function startPgBouncer(
  databaseUrl: string,
  poolMode: 'session' | 'transaction',
): Promise<PgBouncer> {
  const program = installedPlaces.find((place) => existsSync(place))
  if (!program) throw new Error('This machine has no PgBouncer; install it, e.g. apt-get install pgbouncer')
  const { hostname, port: serverPort, username, password, pathname } = new URL(databaseUrl)
  const folder = mkdtempSync(join(tmpdir(), 'pointpay-pgbouncer-'))
  const port = await freePort()
  const config = join(folder, 'pgbouncer.ini')
  writeFileSync(
    config,
    [
      '[databases]',
      `* = host=${hostname} port=${serverPort} user=${username} password=${password}`,
      '[pgbouncer]',
      'listen_addr = 127.0.0.1',
      `listen_port = ${port}`,
      'unix_socket_dir =',
      'auth_type = any',
      `pool_mode = ${poolMode}`,
    ].join('\n'),
  )
  // As root it runs as another user, who must get in.
  chmodSync(folder, 0o755)
  const child = spawn(program, [...(process.getuid?.() === 0 ? ['-u', 'nobody'] : []), config], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let log = ''
  await new Promise<void>((resolve, reject) => {
    child.stderr.on('data', (chunk: Buffer) => {
      log += chunk.toString()
      if (log.includes('process up')) resolve()
    })
    child.once('exit', () => reject(new Error(`PgBouncer did not start: ${log}`)))
  })
  return {
    databaseUrl: `postgresql://${username}:${password}@127.0.0.1:${port}${pathname}`,
    async stop() {
      child.removeAllListeners('exit')
      child.kill('SIGKILL')
      await once(child, 'exit')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

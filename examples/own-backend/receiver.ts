import { createServer, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { formatReturnAnswer, parseReturnForm, registeredAt, returnReasons } from '@pointpay/contracts'
import { createCafe24Client, createCredit, migrateCredit, openStore } from '@pointpay/credit'
import { consentPages } from './consent.ts'
import { settings } from './settings.ts'

const { mallId, clientId, clientSecret, origin, cafe24Origin, dataFolder, port } = settings
const store = await openStore({ folder: dataFolder })
await migrateCredit(store)
const credits = await createCredit({
  store,
  cafe24: createCafe24Client(cafe24Origin ? { origin: cafe24Origin } : {}),
  tokenKeys: { current: { id: 'own', key: settings.tokenKey } },
  journalFolder: `${dataFolder}/token-journal`,
  log: (event, fields) => console.log(JSON.stringify({ event, ...fields })),
})
await credits.malls.register({ mallId, clientId, clientSecret, redirectUri: `${origin}/result` })
const worker = credits.worker.start()
const consent = consentPages(credits, mallId)

/** The RETURN URL: what is answered `201` is on disk, and the worker credits it exactly once. */
async function takeConversion(form: string): Promise<string> {
  const parsed = parseReturnForm(new URLSearchParams(form))
  if (parsed.kind !== 'ok') return refusal(`${parsed.field} 오류`)
  const { rw_a_code: mediaCode, rw_orderno: transactionNumber, rw_user_id: memberId } = parsed.form
  if (mediaCode !== settings.mediaCode) return refusal('매체 코드 오류')
  const amount = Number(parsed.form.rw_price)
  const convertedAt = registeredAt(parsed.form)
  const credit = { mediaCode, transactionNumber, mallId, shopNo: 1, memberId, amount, convertedAt }
  const accepted = await credits.ledger.accept(credit)
  if (accepted.kind === 'accepted') return formatReturnAnswer({ kind: 'credited' })
  return refusal(accepted.kind === 'duplicate' ? returnReasons.duplicate : `${accepted.field} 오류`)
}

const refusal = (reason: string) => formatReturnAnswer({ kind: 'refused', reason })

async function answer(request: IncomingMessage): Promise<[status: number, body: string, headers?: object]> {
  const { pathname, searchParams } = new URL(request.url ?? '/', origin)
  if (request.method === 'POST' && pathname === settings.returnPath)
    return [200, await takeConversion(await text(request))]
  if (pathname === '/install') return [302, '', { location: await consent.install() }]
  if (pathname === '/result') return [200, await consent.result(searchParams)]
  return [404, '없는 주소입니다.']
}

const server = createServer(async (request, response) => {
  const [status, body, headers] = await answer(request).catch(() => [500, '오류가 났습니다.'] as const)
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...headers }).end(body)
})
server.listen(port, () => console.log(JSON.stringify({ event: 'listening', address: server.address() })))

process.on('SIGTERM', async () => {
  server.close()
  await worker.stop()
  await credits.close()
  await store.close()
})

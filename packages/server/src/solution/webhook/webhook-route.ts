import { Hono } from 'hono'
import * as z from 'zod'
import { parseJson } from '../../http/json-body.ts'
import { readBody } from '../../http/read-body.ts'
import type { SolutionOptions } from '../deps.ts'
import type { ConfirmHint, Hint } from './confirm-hint.ts'

const BODY_MAX_BYTES = 16 * 1_024

/** As Cafe24's API reference has it. */
const webhookSchema = z.object({
  event_no: z.coerce.number().int(),
  resource: z.object({
    mall_id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/),
    client_id: z.string().min(1).max(100),
  }),
})

const hints: Record<number, Hint> = { 90077: 'app-removed', 90078: 'app-expired', 90079: 'app-renewed' }

interface WebhookRouteDeps extends Pick<SolutionOptions, 'credits' | 'log'> {
  confirmHint: ConfirmHint
}

/**
 * `POST /solution/webhook`: Cafe24 says that a mall's app was deleted (90077), has expired (90078) or was renewed (90079).
 * Nothing proves that it is Cafe24 who calls, so it is a hint: only Cafe24's own answer to a call of ours closes or opens the mall.
 */
export function webhookRoute({ credits, log, confirmHint }: WebhookRouteDeps) {
  return new Hono().post('/solution/webhook', async (c) => {
    const body = await readBody(c, BODY_MAX_BYTES)
    if (body.kind === 'too-large') return c.json({ error: 'body_too_large' }, 413)
    if (body.kind === 'broken-off') return c.json({ error: 'invalid_request', field: 'body' }, 400)
    const parsed = parseJson(body.bytes, webhookSchema)
    if (parsed.kind === 'wrong') return c.json({ error: 'invalid_request', field: parsed.field }, 400)
    const { event_no: event, resource } = parsed.value
    const hint = hints[event]
    const app = hint ? await credits.malls.app(resource.mall_id) : null
    if (hint && app?.clientId === resource.client_id) {
      log.info({ mallId: app.mallId, event }, 'webhook.hint')
      await confirmHint(app.mallId, hint)
    } else log.info({ event }, 'webhook.ignored')
    // The same answer whoever is named: the caller learns nothing about our malls.
    return c.body(null, 204)
  })
}

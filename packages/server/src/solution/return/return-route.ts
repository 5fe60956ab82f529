import { type Context, Hono } from 'hono'
import { decodeForm } from '../../http/decode-form.ts'
import { readBody } from '../../http/read-body.ts'
import type { SolutionOptions } from '../deps.ts'
import { type Answered, answerStatus, answerText } from './answers.ts'
import type { ReturnMedia, ReturnMediaStore } from './return-media.ts'
import type { createTakeForm } from './take-form.ts'

/** Seven fields, `utc_code` of 4,000 characters, each escaped as up to nine. */
const BODY_MAX_BYTES = 64 * 1_024

interface ReturnRouteDeps extends Pick<SolutionOptions, 'clientAddress' | 'log' | 'onReturnAnswer'> {
  returnMedia: ReturnMediaStore
  takeForm: ReturnType<typeof createTakeForm>
}

/** `POST /solution/return/{return_key}`: the guide's contract (contracts, return-url.ts), plain text in and out. */
export function returnRoute({ returnMedia, takeForm, clientAddress, log, onReturnAnswer }: ReturnRouteDeps) {
  function reply(c: Context, answered: Answered) {
    onReturnAnswer(answered.kind)
    return c.body(answerText(answered), answerStatus(answered), {
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
    })
  }

  async function judge(c: Context): Promise<Answered & { mediaCode?: string }> {
    const found = await returnMedia.byKey(c.req.param('returnKey') ?? '')
    if (!found) return { kind: 'unknownKey' }
    return { ...(await judgeOf(found, c)), mediaCode: found.media.code }
  }

  async function judgeOf(found: ReturnMedia, c: Context): Promise<Answered> {
    const [type = '', ...parameters] = (c.req.header('content-type') ?? '').split(';')
    if (type.trim().toLowerCase() !== 'application/x-www-form-urlencoded') return { kind: 'contentType' }
    const body = await readBody(c, BODY_MAX_BYTES)
    if (!body) return { kind: 'tooLarge' }
    const params = decodeForm(body, charsetOf(parameters))
    if (!params) return { kind: 'encoding' }
    return takeForm(params, found, () => clientAddress(c))
  }

  return new Hono()
    .post('/solution/return/:returnKey', async (c) => {
      try {
        const answered = await judge(c)
        if (answered.kind !== 'accepted' && answered.kind !== 'duplicate')
          log.warn(answered, 'return.refused')
        return reply(c, answered)
      } catch (error) {
        log.error({ err: error }, 'return.failed')
        return reply(c, { kind: 'failed' })
      }
    })
    .all('/solution/return/:returnKey', (c) => c.text('POST', 405, { allow: 'POST' }))
}

function charsetOf(parameters: readonly string[]): string | null {
  const charset = parameters.map((each) => /^\s*charset\s*=\s*"?([^"\s]+)"?\s*$/i.exec(each)?.[1])
  return charset.find((each) => each !== undefined) ?? null
}

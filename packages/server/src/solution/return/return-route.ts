import { returnFormFields } from '@pointpay/contracts'
import { type Context, Hono } from 'hono'
import { decodeForm } from '../../http/decode-form.ts'
import { type FormPairs, multipartPairs, urlencodedPairs } from '../../http/form-pairs.ts'
import { readBody } from '../../http/read-body.ts'
import type { SolutionOptions } from '../deps.ts'
import type { UnusualCalls } from '../unusual/unusual-calls.ts'
import { type Answered, answerStatus, answerText } from './answers.ts'
import type { ReturnMedia, ReturnMediaStore } from './return-media.ts'
import type { createTakeForm } from './take-form.ts'

/** Seven fields, `utc_code` of 4,000 characters, each escaped as up to nine. A file that comes along is none of ours. */
const BODY_MAX_BYTES = 64 * 1_024

/** `utc_code` is the media's own, in whatever encoding its page has; what we need in it is ASCII. */
const judgedFields = returnFormFields.filter((field) => field !== 'utc_code')

/** By content type. Old senders leave it out, or send the form as browsers send files. */
const formReaders = new Map<string, (body: Uint8Array, contentType: string) => Promise<FormPairs | null>>([
  ['application/x-www-form-urlencoded', async (body) => urlencodedPairs(body)],
  ['', async (body) => urlencodedPairs(body)],
  ['multipart/form-data', multipartPairs],
])

interface ReturnRouteDeps extends Pick<SolutionOptions, 'clientAddress' | 'log' | 'onReturnAnswer'> {
  returnMedia: ReturnMediaStore
  takeForm: ReturnType<typeof createTakeForm>
  unusual: Pick<UnusualCalls, 'refused'>
}

/** `POST /solution/return/{return_key}`: the guide's contract (contracts, return-url.ts), plain text in and out. */
export function returnRoute({
  returnMedia,
  takeForm,
  unusual,
  clientAddress,
  log,
  onReturnAnswer,
}: ReturnRouteDeps) {
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
    const answered = await judgeOf(found, c)
    if (answered.kind !== 'accepted') unusual.refused(found.media, answered.kind)
    return { ...answered, mediaCode: found.media.code }
  }

  async function judgeOf(found: ReturnMedia, c: Context): Promise<Answered> {
    const contentType = c.req.header('content-type') ?? ''
    const [type = '', ...parameters] = contentType.split(';')
    const readPairs = formReaders.get(type.trim().toLowerCase())
    if (!readPairs) return { kind: 'contentType' }
    const body = await readBody(c, BODY_MAX_BYTES)
    if (body.kind === 'broken-off') return { kind: 'brokenOff' }
    if (body.kind === 'too-large') return { kind: 'tooLarge' }
    const pairs = await readPairs(body.bytes, contentType)
    if (!pairs) return { kind: 'contentType' }
    const params = decodeForm(pairs, charsetOf(parameters), { needed: judgedFields, wanted: ['utc_code'] })
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

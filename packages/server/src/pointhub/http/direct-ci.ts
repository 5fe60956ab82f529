import { hasUnseenCharacter, parsePopupQuery, type PopupQuery } from '@pointpay/contracts'
import type { Context } from 'hono'
import * as z from 'zod'
import { networkOf } from '../../http/client-address.ts'
import { decodeForm } from '../../http/decode-form.ts'
import { urlencodedPairs } from '../../http/form-pairs.ts'
import { readBody } from '../../http/read-body.ts'
import { setPageHeaders } from '../../http/security-headers.ts'
import type { Media } from '../../media/media.ts'
import { Refusal, refusalStatus } from '../errors.ts'
import { messageOf, messages } from '../messages.ts'
import type { Person } from '../provider/point-provider.ts'
import type { SessionSteps } from '../session/session-steps.ts'
import type { BrowserCookies } from './browser-cookie.ts'
import { errorPage, type PageProblem } from './error-page.ts'
import { formProblem, unverifiedOff } from './form-problem.ts'
import { wrongParameter } from './wrong-parameter.ts'

const FORM_MAX_BYTES = 16 * 1_024

interface FormDeps {
  mediaOf: (code: string | null | undefined) => Promise<Media | null>
  /** Why the media has no popup here; null: it has one. */
  withoutPopup: (code: string | null | undefined) => Promise<PageProblem | null>
  cookies: BrowserCookies
  sessions: SessionSteps
  clientAddress: (context: Context) => string
}

/**
 * `POST /pointhub/direct_ci`: a merchant's page tells who the person is, and its backend has signed it
 * (docs/decisions/pointhub-member-proof.md). The browser is sent on to the popup's own address: a reload there posts nothing.
 */
export function directCi(deps: FormDeps): (c: Context) => Promise<Response> {
  const { mediaOf, withoutPopup, cookies, sessions, clientAddress } = deps
  return async (c) => {
    const body = await readBody(c, FORM_MAX_BYTES)
    if (body.kind !== 'whole') return errorPage(c, body.kind === 'too-large' ? tooLarge : brokenOff)
    const form = decodedForm(c, body.bytes)
    const noPopup = await withoutPopup(form?.get('a_code'))
    if (noPopup) return errorPage(c, noPopup)
    const shop = await mediaOf(form?.get('a_code'))
    // Disabled unless the media opted in and its merchant has a key; reveal nothing else.
    if (!form || !shop?.unverifiedAllowed || !shop.proofKey) return errorPage(c, unverifiedOff)
    const parsed = parsePopupQuery(form)
    if (parsed.kind !== 'ok') return errorPage(c, wrongParameter(parsed.kind, parsed.parameter, form))
    const read = readPerson(form)
    if (read.kind !== 'ok') return errorPage(c, wrongParameter(read.kind, read.parameter, form))
    const browser = cookies.ensure(c, 'form')
    const caller = { browser, network: networkOf(clientAddress(c)) }
    try {
      const browsers = [browser, ...cookies.of(c)]
      const opening = await sessions.openUnverified(parsed.query, read.person, browsers, caller)
      if (opening !== 'opened') return errorPage(c, formProblem(opening))
    } catch (error) {
      if (error instanceof Refusal) return errorPage(c, refused(error))
      throw error
    }
    setPageHeaders(c)
    return c.redirect(addressOf(parsed.query), 303)
  }
}

function addressOf({ a_code, user_id, add_param = '' }: PopupQuery): string {
  return `/pointhub/direct?${new URLSearchParams({ a_code, user_id, add_param })}`
}

/** A merchant's page may be in EUC-KR, and so is the form that it posts: a garbled name would be somebody else's. */
function decodedForm(c: Context, bytes: Uint8Array): URLSearchParams | null {
  const [, charset = null] = /;\s*charset="?([^";\s]+)/i.exec(c.req.header('content-type') ?? '') ?? []
  return decodeForm(urlencodedPairs(bytes), charset)
}

/** As the signature has it: the name in NFC without blanks at its ends, the phone's digits alone. */
const personSchema = z.object({
  user_ci: z
    .string()
    .trim()
    .regex(/^[\u0021-\u007e]{1,200}$/),
  user_name: z
    .string()
    .refine((name) => !hasUnseenCharacter(name))
    .trim()
    .normalize('NFC')
    .min(1)
    .max(40),
  user_phone: z
    .string()
    .trim()
    .regex(/^01[016789]-?\d{3,4}-?\d{4}$/)
    .transform((phone) => phone.replaceAll('-', '')),
})

type ReadPerson =
  | { kind: 'ok'; person: Person }
  | { kind: 'missing' | 'repeated' | 'malformed'; parameter: string }

function readPerson(form: URLSearchParams): ReadPerson {
  for (const parameter of Object.keys(personSchema.shape)) {
    const values = form.getAll(parameter)
    if (values.length > 1) return { kind: 'repeated', parameter }
    if (!values[0]) return { kind: 'missing', parameter }
  }
  const parsed = personSchema.safeParse(Object.fromEntries(form))
  if (!parsed.success) return { kind: 'malformed', parameter: String(parsed.error.issues[0]?.path[0]) }
  const { user_ci: ci, user_name: name, user_phone: phone } = parsed.data
  return { kind: 'ok', person: { ci, name, phone } }
}

const tooLarge: PageProblem = {
  status: 413,
  title: '요청이 너무 큽니다',
  what: messages.body_too_large.ko,
  todo: '창을 닫고 쇼핑몰에서 다시 눌러 주세요.',
}

/** For a proxy that forwards what was cut off; the browser that sent it is gone. */
const brokenOff: PageProblem = {
  status: 400,
  title: '요청이 끊겼습니다',
  what: '양식을 끝까지 받지 못해 처리하지 않았습니다. 포인트는 그대로입니다.',
  todo: '창을 닫고 쇼핑몰에서 다시 눌러 주세요.',
}

function refused(refusal: Refusal): PageProblem {
  return {
    status: refusalStatus[refusal.code],
    title: '전환을 시작할 수 없습니다',
    what: messageOf(refusal, 'ko'),
    todo: '',
  }
}

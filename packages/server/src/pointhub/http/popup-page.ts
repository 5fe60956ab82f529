import { parsePopupQuery, type PopupQuery, type PopupQueryResult } from '@pointpay/contracts'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import * as z from 'zod'
import { decodeForm } from '../../http/decode-form.ts'
import { urlencodedPairs } from '../../http/form-pairs.ts'
import type { Media } from '../../media/media.ts'
import type { MediaStore } from '../../media/media-store.ts'
import type { Log } from '../deps.ts'
import { Refusal, refusalStatus } from '../errors.ts'
import { messages } from '../messages.ts'
import type { SessionSteps } from '../session/session-steps.ts'
import type { BrowserCookies } from './browser-cookie.ts'
import { errorPage, type PageProblem } from './error-page.ts'
import { setPageHeaders } from './headers.ts'
import type { PopupFiles } from './popup-files.ts'

const FORM_MAX_BYTES = 16 * 1_024

interface PageDeps {
  files: PopupFiles
  media: MediaStore
  cookies: BrowserCookies
  sessions: SessionSteps
  log: Log
  /** Why live media have no popup here: the settings that are missing; null: they have one. */
  missingSettings: readonly string[] | null
}

/** The addresses that the guide's button opens: the popup's page, its assets, and the unverified mode. */
export function popupPages({ files, media, cookies, sessions, log, missingSettings }: PageDeps): Hono {
  /** Without partners only media in test mode have a popup. This comes before any other check of the parameters. */
  async function withoutPopup(code: string | null | undefined): Promise<PageProblem | null> {
    if (!missingSettings) return null
    const shop = await media.byCode(code ?? '')
    return shop?.mode === 'test' ? null : noPartners(missingSettings, shop)
  }

  async function servePopup(c: Context, openData?: object) {
    const index = await files.index().catch((error: unknown) => {
      log.error({ err: error }, 'popup.not_built')
      return null
    })
    if (!index) return errorPage(c, notBuilt)
    setPageHeaders(c)
    return c.html(openData ? withOpenData(index, openData) : index)
  }

  async function direct(c: Context) {
    const params = new URL(c.req.url).searchParams
    const noPopup = await withoutPopup(params.get('a_code'))
    if (noPopup) return errorPage(c, noPopup)
    const parsed = parseStrictly(params)
    if (parsed.kind !== 'ok') return errorPage(c, wrongParameter(parsed))
    if (!(await media.byCode(parsed.query.a_code))) return errorPage(c, unknownMedia)
    cookies.ensure(c, 'direct')
    return servePopup(c)
  }

  async function directCi(c: Context) {
    const form = await readForm(c)
    const noPopup = await withoutPopup(form?.get('a_code'))
    if (noPopup) return errorPage(c, noPopup)
    const shop = await media.byCode(form?.get('a_code') ?? '')
    // Off for everyone unless a media is allowed; who is not told anything but the guide's sentence.
    if (!form || !shop?.unverifiedAllowed) return errorPage(c, unverifiedOff)
    const parsed = parseStrictly(form)
    if (parsed.kind !== 'ok') return errorPage(c, wrongParameter(parsed))
    const person = personSchema.safeParse(Object.fromEntries(form))
    if (!person.success)
      return errorPage(
        c,
        wrongParameter({ kind: 'malformed', parameter: String(person.error.issues[0]?.path[0]) }),
      )
    const { user_ci: ci, user_name: name, user_phone: phone } = person.data
    const browser = cookies.ensure(c, 'form')
    try {
      await sessions.openUnverified(parsed.query, { ci, name, phone }, browser)
      const { a_code: aCode, user_id: userId, add_param: addParam } = parsed.query
      return await servePopup(c, { aCode, userId, ...(addParam ? { addParam } : {}) })
    } catch (error) {
      if (error instanceof Refusal) return errorPage(c, refused(error))
      throw error
    }
  }

  const limit = bodyLimit({ maxSize: FORM_MAX_BYTES, onError: (c) => errorPage(c, tooLarge) })
  return new Hono()
    .get('/pointhub/direct', (c) => direct(c))
    .get('/pointhub/direct.php', (c) => direct(c))
    .post('/pointhub/direct_ci', limit, (c) => directCi(c))
    .post('/pointhub/direct_ci.php', limit, (c) => directCi(c))
    .get('/pointhub/assets/:name', async (c) => {
      const file = await files.asset(c.req.param('name'), c.req.header('accept-encoding') ?? '')
      if (!file) return c.text('not found', 404)
      c.header('Content-Type', file.type)
      if (file.encoding) c.header('Content-Encoding', file.encoding)
      c.header('Vary', 'Accept-Encoding')
      c.header('Cache-Control', 'public, max-age=31536000, immutable')
      c.header('X-Content-Type-Options', 'nosniff')
      return c.body(file.bytes)
    })
}

/** A merchant's page may be in EUC-KR, and so is the form that it posts: a garbled name would be somebody else's. */
async function readForm(c: Context): Promise<URLSearchParams | null> {
  const [, charset = null] = /;\s*charset="?([^";\s]+)/i.exec(c.req.header('content-type') ?? '') ?? []
  return decodeForm(urlencodedPairs(new Uint8Array(await c.req.arrayBuffer())), charset)
}

const personSchema = z.object({
  user_ci: z.string().trim().min(1).max(200),
  user_name: z.string().trim().min(1).max(40),
  user_phone: z
    .string()
    .trim()
    .regex(/^01[016789]-?\d{3,4}-?\d{4}$/)
    .transform((phone) => phone.replaceAll('-', '')),
})

/** As contracts, and refusing what was not UTF-8: a member id with replaced letters would be somebody else's. */
function parseStrictly(params: URLSearchParams): PopupQueryResult {
  const parsed = parsePopupQuery(params)
  if (parsed.kind !== 'ok') return parsed
  const garbled = Object.entries(parsed.query).find(([, value]) => value?.includes('\uFFFD'))
  return garbled ? { kind: 'malformed', parameter: garbled[0] as keyof PopupQuery } : parsed
}

/** As a data block before the app's own script runs; `<` is escaped so that no value can end the element. */
function withOpenData(index: string, openData: object): string {
  const json = JSON.stringify(openData).replaceAll('<', '\\u003c')
  const block = `<script type="application/json" id="pointpay-open">${json}</script>`
  return index.replace('</head>', () => `${block}</head>`)
}

const wrongWords = {
  missing: '없습니다',
  repeated: '두 번 있습니다',
  malformed: '올바르지 않습니다',
} as const

function wrongParameter(wrong: { kind: keyof typeof wrongWords; parameter: string }): PageProblem {
  return {
    status: 400,
    title: '주소가 올바르지 않습니다',
    what: `${wrong.parameter} 값이 ${wrongWords[wrong.kind]}. 포인트는 그대로입니다.`,
    todo: '창을 닫고 쇼핑몰에서 다시 눌러 주세요. 계속되면 쇼핑몰 고객센터에 이 화면을 알려 주세요.',
  }
}

/** Names what is missing, for whoever set the service or the button up. */
function noPartners(missingSettings: readonly string[], shop: Media | null): PageProblem {
  const missing = missingSettings.length > 0 ? ` (${missingSettings.join(', ')})` : ''
  return {
    status: 404,
    title: '여기에는 포인트 전환 창이 없습니다',
    what: `이 서비스에는 포인트 제휴사와 본인확인이 설정되어 있지 않습니다${missing}. 포인트는 그대로입니다.`,
    todo:
      shop?.popup === 'pointpay'
        ? '쇼핑몰 담당자는 스킨의 버튼 코드를 콘솔의 매체 화면에 있는 것으로 바꿔 주세요. 이 쇼핑몰은 PointPay 팝업을 씁니다.'
        : '창을 닫고 쇼핑몰 고객센터에 문의해 주세요.',
  }
}

const unknownMedia: PageProblem = {
  status: 404,
  title: '등록되지 않은 매체입니다',
  what: 'a_code 값에 해당하는 쇼핑몰이 없습니다. 포인트는 그대로입니다.',
  todo: '쇼핑몰 고객센터에 문의해 주세요. 쇼핑몰 담당자는 발급받은 매체 코드를 확인해 주세요.',
}

const unverifiedOff: PageProblem = {
  status: 403,
  title: '제휴포인트할인',
  what: messages.unverified_mode_off.ko,
  todo: '',
}

const tooLarge: PageProblem = {
  status: 413,
  title: '요청이 너무 큽니다',
  what: messages.body_too_large.ko,
  todo: '창을 닫고 쇼핑몰에서 다시 눌러 주세요.',
}

const notBuilt: PageProblem = {
  status: 503,
  title: '일시적인 오류가 발생했습니다',
  what: '화면을 준비하지 못했습니다. 포인트는 그대로입니다.',
  todo: '잠시 후 다시 시도해 주세요. 운영자는 팝업이 빌드되었는지 확인해 주세요.',
}

function refused(refusal: Refusal): PageProblem {
  return {
    status: refusalStatus[refusal.code],
    title: '전환을 시작할 수 없습니다',
    what: messages[refusal.code].ko,
    todo: '',
  }
}

import { mediaCodeSchema, parsePopupQuery } from '@pointpay/contracts'
import { type Context, Hono } from 'hono'
import { assetRoute } from '../../http/asset-route.ts'
import type { BuiltFiles } from '../../http/built-files.ts'
import type { Media } from '../../media/media.ts'
import type { MediaStore } from '../../media/media-store.ts'
import type { Log } from '../deps.ts'
import type { SessionSteps } from '../session/session-steps.ts'
import type { BrowserCookies } from './browser-cookie.ts'
import { directCi } from './direct-ci.ts'
import { errorPage, type PageProblem } from './error-page.ts'
import { wrongParameter } from './wrong-parameter.ts'
import { setPageHeaders } from '../../http/security-headers.ts'

interface PageDeps {
  files: BuiltFiles
  media: MediaStore
  cookies: BrowserCookies
  sessions: SessionSteps
  clientAddress: (context: Context) => string
  log: Log
  /** Why live media have no popup here: the settings that are missing; null: they have one. */
  missingSettings: readonly string[] | null
}

/** The addresses that the guide's button opens: the popup's page, its assets, and the unverified mode. */
export function popupPages(deps: PageDeps): Hono {
  const { files, media, cookies, log, missingSettings } = deps

  /** null also for what can be no code, which PostgreSQL may refuse to look for. */
  async function mediaOf(code: string | null | undefined): Promise<Media | null> {
    const { data } = mediaCodeSchema.safeParse(code)
    return data === undefined ? null : media.byCode(data)
  }

  /** Without partners only media in test mode have a popup. This comes before any other check of the parameters. */
  async function withoutPopup(code: string | null | undefined): Promise<PageProblem | null> {
    if (!missingSettings) return null
    const shop = await mediaOf(code)
    return shop?.mode === 'test' ? null : noPartners(missingSettings, shop)
  }

  async function servePopup(c: Context) {
    const index = await files.index().catch((error: unknown) => {
      log.error({ err: error }, 'popup.not_built')
      return null
    })
    if (!index) return errorPage(c, notBuilt)
    setPageHeaders(c)
    return c.html(index)
  }

  async function direct(c: Context) {
    const params = new URL(c.req.url).searchParams
    const noPopup = await withoutPopup(params.get('a_code'))
    if (noPopup) return errorPage(c, noPopup)
    const parsed = parsePopupQuery(params)
    if (parsed.kind !== 'ok') return errorPage(c, wrongParameter(parsed.kind, parsed.parameter, params))
    if (!(await media.byCode(parsed.query.a_code))) return errorPage(c, unknownMedia)
    cookies.ensure(c, 'direct')
    return servePopup(c)
  }

  const takeForm = directCi({ ...deps, mediaOf, withoutPopup })
  return new Hono()
    .get('/pointhub/direct', (c) => direct(c))
    .get('/pointhub/direct.php', (c) => direct(c))
    .post('/pointhub/direct_ci', takeForm)
    .post('/pointhub/direct_ci.php', takeForm)
    .route('/', assetRoute('/pointhub/assets/:name', files))
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

const notBuilt: PageProblem = {
  status: 503,
  title: '일시적인 오류가 발생했습니다',
  what: '화면을 준비하지 못했습니다. 포인트는 그대로입니다.',
  todo: '잠시 후 다시 시도해 주세요. 운영자는 팝업이 빌드되었는지 확인해 주세요.',
}

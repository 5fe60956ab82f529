import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import type { Log } from '../pointhub/deps.ts'
import { type Page, showPage } from './page.ts'
import { type AnsweredRequest, requestLog } from './request-log.ts'
import { securityHeaders } from './security-headers.ts'

interface AppDeps {
  /** The public origin, without a trailing slash. */
  origin: string
  log: Log
  onAnswer: (answered: AnsweredRequest) => void
}

/** Parts of the service as one app: what all their answers have in common, and the answers where no part has one. */
export function createApp(parts: readonly Hono[], { origin, log, onAnswer }: AppDeps): Hono {
  const app = new Hono()
  app.use(securityHeaders(origin))
  app.use(requestLog(log, onAnswer))
  for (const part of parts) app.route('/', part)
  app.notFound((c) => refuse(c, notFound, 'not_found'))
  app.onError((error, c) => {
    log.error({ err: error }, 'request.failed')
    return refuse(c, failed, 'internal')
  })
  return app
}

/** As a page for people, as JSON for programs. */
function refuse(c: Context, page: Page, code: 'not_found' | 'internal') {
  if (c.req.header('accept')?.includes('text/html')) return showPage(c, page)
  return c.json({ error: { code, message: page.title } }, page.status)
}

const notFound: Page = {
  status: 404,
  title: '없는 주소입니다',
  body: html`<p>주소가 잘렸거나 오래되었습니다. 받은 주소를 처음부터 끝까지 그대로 열어 주세요.</p>`,
}

const failed: Page = {
  status: 500,
  title: '서버에 문제가 생겼습니다',
  body: html`<p>하던 일이 되었는지는 다시 열어 보면 알 수 있습니다. 잠시 뒤 다시 시도해 주세요.</p>`,
}

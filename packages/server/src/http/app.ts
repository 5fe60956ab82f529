import { Hono } from 'hono'
import type { Log } from '../pointhub/deps.ts'
import { requestLog } from './request-log.ts'

/** All of the service's addresses as one app. */
export function createApp(parts: readonly Hono[], log: Log): Hono {
  const app = new Hono()
  app.use(requestLog(log))
  for (const part of parts) app.route('/', part)
  app.notFound((c) => c.json({ error: { code: 'not_found', message: '없는 주소입니다.' } }, 404))
  app.onError((error, c) => {
    log.error({ err: error }, 'request.failed')
    return c.json(
      { error: { code: 'internal', message: '서버에 문제가 생겼습니다. 잠시 뒤 다시 시도해 주세요.' } },
      500,
    )
  })
  return app
}

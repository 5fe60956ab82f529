import { randomUUID } from 'node:crypto'
import { Hono, type Context } from 'hono'
import * as z from 'zod'
import { choicePage, refusalPage, resultPage } from './pages.ts'
import { judgeAnswer, postReturnUrl, type Media, type Opening, type Posting } from './return-url.ts'

/** Openings and postings that are kept, the oldest dropped first. */
const MAX_KEPT = 10_000

const mediaSchema = z.strictObject({
  returnUrl: z.url({ protocol: /^https?$/ }),
  charset: z.enum(['utf-8', 'euc-kr']).default('utf-8'),
})

/** The popup under `/pointhub/direct`, and `/_sim` to register media and to see what was posted. Everything is in memory. */
export function pointPayRoutes(clock: () => number): Hono {
  const media = new Map<string, Media>()
  const openings = new Map<string, Opening>()
  const postings: Posting[] = []
  const routes = new Hono()

  const open = (c: Context) => {
    const aCode = c.req.query('a_code')
    const userId = c.req.query('user_id')
    if (!aCode) return c.html(refusalPage('필수 값이 없습니다: a_code'), 400)
    if (!userId) return c.html(refusalPage('필수 값이 없습니다: user_id'), 400)
    if (!media.has(aCode)) return c.html(refusalPage(`등록되지 않은 매체입니다: ${aCode}`), 404)
    const opening = { aCode, userId, addParam: c.req.query('add_param') ?? null }
    const ticket = randomUUID()
    openings.set(ticket, opening)
    for (const oldest of openings.keys()) {
      if (openings.size <= MAX_KEPT) break
      openings.delete(oldest)
    }
    return c.html(choicePage(opening, ticket))
  }

  const convert = async (c: Context) => {
    const form = new URLSearchParams(await c.req.text())
    const ticket = form.get('ticket') ?? ''
    const opening = openings.get(ticket)
    const registered = opening && media.get(opening.aCode)
    if (!registered) return c.html(refusalPage('이미 처리되었거나 만료된 요청입니다.'), 409)
    const points = (form.get('points') ?? '').replaceAll(',', '')
    if (!/^[1-9]\d{0,8}$/.test(points))
      return c.html(choicePage(opening, ticket, '전환할 포인트를 숫자로 입력해 주십시오.'), 422)
    // One opening converts once, also when the button is pressed twice.
    openings.delete(ticket)
    const choice = { kind: form.get('kind') ?? '', points: Number(points) }
    const posting = await postReturnUrl(registered, opening, choice, clock())
    postings.push(posting)
    if (postings.length > MAX_KEPT) postings.shift()
    return c.html(resultPage(judgeAnswer(posting.answer), choice))
  }

  for (const path of ['/pointhub/direct', '/pointhub/direct.php']) routes.get(path, open).post(path, convert)

  routes.put('/_sim/media/:aCode', async (c) => {
    const parsed = mediaSchema.safeParse(await c.req.json().catch(() => null))
    if (!parsed.success) return c.json({ error: z.prettifyError(parsed.error) }, 422)
    media.set(c.req.param('aCode'), parsed.data)
    return c.json(parsed.data)
  })
  routes.get('/_sim/postings', (c) => c.json({ items: postings }))
  return routes
}

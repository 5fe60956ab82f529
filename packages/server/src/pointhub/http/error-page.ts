import type { Context } from 'hono'
import { html, raw } from 'hono/html'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { setPageHeaders } from '../../http/security-headers.ts'

/** The popup's own look (packages/popup/src/styles), as far as one page of words needs it. */
const style = [
  ':root{color-scheme:light dark;--ground:#eef0f4;--surface:#fff;--text:#191f28;--quiet:#556070;--accent:#1f4b99}',
  '@media(prefers-color-scheme:dark){:root{--ground:#101216;--surface:#1b1e24;--text:#eceff4;--quiet:#a9b2c0;--accent:#93b0e6}}',
  "body{margin:0;background:var(--surface);color:var(--text);font:1rem/1.5 Pretendard,'Apple SD Gothic Neo','Noto Sans KR','Noto Sans CJK KR','Malgun Gothic',system-ui,sans-serif;word-break:keep-all;overflow-wrap:anywhere}",
  'main{box-sizing:border-box;max-width:36rem;margin:0 auto;padding:1rem 1.25rem 2rem}',
  '@media(min-width:40rem){body{background:var(--ground)}main{min-height:calc(100vh - 3rem);margin:1.5rem auto;padding:1rem 2.25rem 2rem;border-radius:20px;background:var(--surface)}}',
  'h1{margin:3rem 0 .5rem;font-size:1.4375rem;line-height:1.35}',
  'p{margin:.75rem 0 0;color:var(--quiet)}',
  '.brand{display:flex;gap:.5rem;align-items:center;margin:0;color:var(--text);font-weight:800}',
  ".brand::before{content:'';width:1.125rem;height:1.125rem;border-radius:50%;background:radial-gradient(circle,var(--surface) 0 .1875rem,transparent .2rem),var(--accent)}",
].join('')

export interface PageProblem {
  status: ContentfulStatusCode
  title: string
  /** What was wrong, for the shopper. */
  what: string
  /** What to do, for the shopper or the mall. */
  todo: string
}

/** A page in place of the popup, where the popup cannot open. The style stands in one piece: its hash counts every blank. */
export function errorPage(context: Context, { status, title, what, todo }: PageProblem) {
  setPageHeaders(context, style)
  const page = html`<!doctype html>
    <html lang="ko">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        ${raw(`<style>${style}</style>`)}
      </head>
      <body>
        <main>
          <p class="brand">PointPay</p>
          <h1>${title}</h1>
          <p>${what}</p>
          ${todo && html`<p>${todo}</p>`}
        </main>
      </body>
    </html>`
  return context.html(page, status)
}

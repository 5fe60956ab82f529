import type { Context } from 'hono'
import { html, raw } from 'hono/html'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { setPageHeaders } from './headers.ts'

const style = `:root{color-scheme:light dark;font:16px/1.6 system-ui,sans-serif}body{max-width:32rem;margin:4rem auto;padding:0 1.5rem}h1{font-size:1.25rem}`

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
          <h1>${title}</h1>
          <p>${what}</p>
          <p>${todo}</p>
        </main>
      </body>
    </html>`
  return context.html(page, status)
}

import type { Context } from 'hono'
import { html, raw } from 'hono/html'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { setPageHeaders } from './security-headers.ts'

type Html = ReturnType<typeof html>

const style = `:root{color-scheme:light dark;font:16px/1.7 system-ui,sans-serif;--line:#8886;--act:#1b64da}
body{max-width:40rem;margin:3rem auto;padding:0 1.5rem;word-break:keep-all;overflow-wrap:anywhere}
h1{font-size:1.375rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1.25rem}
dt{opacity:.7}dd{margin:0}
pre{border:1px solid var(--line);border-radius:.5rem;padding:.875rem;white-space:pre-wrap;user-select:all}
a.act{display:inline-block;padding:.625rem 1.125rem;border-radius:.5rem;background:var(--act);color:#fff;text-decoration:none}
a.act:focus-visible{outline:3px solid var(--act);outline-offset:3px}`

export interface Page {
  status: ContentfulStatusCode
  title: string
  /** What happened, to what, and what state it is in now. */
  body: Html
  /** What to do next, as a link; left out: nothing, or it stands in the body. */
  next?: { href: string; text: string }
}

/** A page of ours that needs no script. The style stands in one piece: its hash in the policy counts every blank. */
export function showPage(c: Context, { status, title, body, next }: Page) {
  setPageHeaders(c, style)
  const page = html`<!doctype html>
    <html lang="ko">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        ${raw(`<style>${style}</style>`)}
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${body} ${next ? html`<p><a class="act" href="${next.href}">${next.text}</a></p>` : ''}
        </main>
      </body>
    </html>`
  return c.html(page, status)
}

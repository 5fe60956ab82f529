import type { Page } from '@playwright/test'
import { SCRIPT } from './pointpay.ts'

export const MALL = 'https://mall.test'

export interface Skin {
  /** In the head, before all else. */
  head?: string
  /** Where the skin has its buttons. */
  body?: string
  /** The script tags; ours by default. */
  scripts?: string
  headers?: Record<string, string>
  path?: string
}

/** The one script tag that a mall pastes. */
export const scriptTag = (attributes = '', src = SCRIPT) =>
  `<script async src="${src}" data-a-code="DEMO" ${attributes}></script>`

/** Opens a page of a mall whose skin is what the test says, answered inside the browser. */
export async function openSkin(page: Page, skin: Skin = {}): Promise<void> {
  const {
    head = '',
    body = '<pointpay-button></pointpay-button>',
    scripts = scriptTag(),
    headers = {},
    path = '/',
  } = skin
  await page.route(`${MALL}/**`, (route) =>
    route.fulfill({
      contentType: 'text/html; charset=utf-8',
      headers,
      body: `<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>오월상점</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">${head}</head>
<body><main><h1>손으로 빚은 백자 화병</h1>${body}</main>${scripts}</body></html>`,
    }),
  )
  await page.goto(MALL + path)
}

/** The storefront has written this member before anything else ran, on each page of the mall. */
export async function beMember(page: Page, memberId: string, shopNo = 1): Promise<void> {
  await page.addInitScript(
    ([id, shop, mall]) => {
      if (location.origin !== mall) return
      const record = { exp: Date.now() + 600_000, data: { member_id: id, name: '홍길동', email: 'a@b.c' } }
      sessionStorage.setItem(`member_${shop}`, JSON.stringify(record))
    },
    [memberId, shopNo, MALL] as const,
  )
}

export interface Told {
  name: string
  detail: Record<string, unknown>
}

/** From now on the page's events of the widget are kept. Call it before the page is opened. */
export async function recordEvents(page: Page): Promise<() => Promise<Told[]>> {
  await page.addInitScript(() => {
    const told: object[] = []
    Object.defineProperty(window, 'told', { value: told })
    for (const name of ['open', 'converted', 'credited', 'cancel', 'close', 'error'])
      document.addEventListener(`pointpay:${name}`, (event) => {
        const { nonce: _, ...detail } = (event as CustomEvent<Record<string, unknown>>).detail
        told.push({ name, detail })
      })
  })
  return () => page.evaluate(() => (window as unknown as { told: Told[] }).told)
}

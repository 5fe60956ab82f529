import { isGenuineLaunch } from '@pointpay/credit'
import { Hono } from 'hono'
import { html } from 'hono/html'
import { type Page, showPage } from '../../http/page.ts'
import { type Addresses, snippetOf } from '../addresses.ts'
import { unknownMediaPage } from '../consent/failure-pages.ts'
import type { SolutionOptions } from '../deps.ts'

interface LaunchRouteDeps extends Pick<SolutionOptions, 'media' | 'credits' | 'clock' | 'origin' | 'log'> {
  addresses: Addresses
}

/** `GET /solution/launch`: the app opened from a mall's admin, signed by Cafe24. Leads to the consent, or tells how things stand. */
export function launchRoute({ media, credits, clock, origin, log, addresses }: LaunchRouteDeps) {
  return new Hono().get('/solution/launch', async (c) => {
    const { search } = new URL(c.req.url)
    const [mallId = '', ...more] = new URLSearchParams(search).getAll('mall_id')
    const isMallId = /^[a-z0-9][a-z0-9-]{0,59}$/.test(mallId) && more.length === 0
    const app = isMallId ? await credits.malls.app(mallId) : null
    if (!app || !isGenuineLaunch(search, app.clientSecret, clock())) {
      log.warn({ known: app !== null }, 'launch.refused')
      return showPage(c, notGenuine)
    }
    const found = await media.byMallId(mallId)
    if (!found) return showPage(c, unknownMediaPage)
    const isConsented = await credits.malls.isConsented(mallId)
    log.info({ mediaCode: found.code, mallId, isConsented }, 'launch.opened')
    c.header('Referrer-Policy', 'no-referrer')
    if (!isConsented) return c.redirect(addresses.install(found.code))
    return showPage(c, {
      status: 200,
      title: 'PointPay가 연결되어 있습니다',
      body: html`<p>쇼핑몰 <b>${mallId}</b>의 적립금을 PointPay가 지급하고 있습니다. 하실 일은 없습니다.</p>
        <p>버튼을 스킨에 직접 넣으려면 아래 코드를 붙여 넣으세요.</p>
        <pre><code>${snippetOf(origin, found, app.clientId)}</code></pre>`,
      next: { href: `${origin}/console/`, text: '매체 콘솔 열기' },
    })
  })
}

const notGenuine: Page = {
  status: 403,
  title: '카페24에서 열린 화면이 아닙니다',
  body: html`<p>주소의 서명이 맞지 않거나 연 지 5분이 지났습니다. 바뀐 것은 없습니다.</p>
    <p>카페24 관리자에서 앱을 다시 열어 주세요.</p>`,
}

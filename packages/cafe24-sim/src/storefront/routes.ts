import { randomBytes } from 'node:crypto'
import { Hono, type Context } from 'hono'
import { scriptTagsOf } from '../admin/script-tags-api.ts'
import type { Mall } from '../books/malls.ts'
import type { Shop } from '../books/shops.ts'
import type { Simulation } from '../simulation.ts'
import { clientScript } from './client-script.ts'
import { memberRecord, memberToken } from './member-record.ts'
import { indexPage, loginPage, mileagePage, skinPage, type SkinPage } from './pages.ts'
import { pointsInShop } from './shop-points.ts'
import { logIn, logOut, visitor } from './visits.ts'

const variants = ['pasted', 'seed', 'adopt', 'installed'] as const

/** The malls' pages under `/{mall_id}/`. */
export function storefrontRoutes(simulation: Simulation): Hono {
  const { malls, members, clock } = simulation
  const routes = new Hono()

  routes.get('/', (c) => c.html(indexPage(malls.list().slice(0, 20))))

  routes.get('/:mallId', (c) => c.redirect(`/${c.req.param('mallId')}/`))
  routes.get('/:mallId/', (c) => skin(c, 1))
  routes.get('/:mallId/m/', (c) => skin(c, 1))
  routes.get('/:mallId/order/basket.html', (c) => skin(c, 1))
  routes.get('/:mallId/:shop{shop[0-9]+}/', (c) => skin(c, shopNumber(c.req.param('shop'))))

  routes.get('/:mallId/:path{(shop[0-9]+/)?_client.js}', (c) =>
    c.body(clientScript, 200, { 'content-type': 'text/javascript; charset=utf-8' }),
  )

  routes.get('/:mallId/member/login.html', (c) =>
    c.html(
      loginPage({
        base: `/${c.req.param('mallId')}`,
        returnUrl: c.req.query('returnUrl') ?? '',
        error: null,
      }),
    ),
  )
  // The widget sends visitors to the site's root log-in page, where a mall on a host of its own has it.
  routes.get('/member/login.html', (c) => {
    const returnUrl = c.req.query('returnUrl') ?? '/'
    const mallId = /^\/([^/?]+)/.exec(returnUrl)?.[1] ?? 'demomall'
    return c.html(loginPage({ base: `/${mallId}`, returnUrl, error: null }))
  })
  routes.post('/:mallId/exec/front/Member/login/', async (c) => {
    const mallId = c.req.param('mallId')
    const form = new URLSearchParams(await c.req.text())
    const returnUrl = form.get('returnUrl') ?? ''
    const member = members.find(mallId, form.get('member_id') ?? '')
    if (!member || member.password !== form.get('member_passwd')) {
      return c.html(
        loginPage({ base: `/${mallId}`, returnUrl, error: '아이디 또는 비밀번호가 일치하지 않습니다.' }),
        401,
      )
    }
    logIn(simulation, c, member)
    return c.redirect(/^\/(?!\/)/.test(returnUrl) ? returnUrl : `/${mallId}/`)
  })
  routes.get('/:mallId/exec/front/Member/logout/', (c) => {
    logOut(simulation, c, c.req.param('mallId'))
    return c.redirect(`/${c.req.param('mallId')}/`)
  })

  routes.get('/:mallId/exec/front/customer/decrypt', (c) => {
    const member = visitor(simulation, c, c.req.param('mallId'))
    return member ? c.json(memberRecord(member)) : c.json({ error: 'not logged in' }, 401)
  })
  routes.get('/:mallId/exec/front/customer/id', (c) =>
    c.json({ member_id: visitor(simulation, c, c.req.param('mallId'))?.memberId ?? null }),
  )
  routes.get('/:mallId/exec/front/customer/token', (c) => {
    const mallId = c.req.param('mallId')
    const member = visitor(simulation, c, mallId)
    const app = malls.app(mallId, c.req.query('client_id') ?? '')
    if (!member || !app) return c.json({ error: 'unavailable' }, 403)
    return c.json({
      member_id: memberToken({ mallId, memberId: member.memberId, secret: app.clientSecret, nowMs: clock() }),
    })
  })

  routes.get('/:mallId/myshop/mileage/historyList.html', (c) => mileage(c, 1))
  routes.get('/:mallId/:shop{shop[0-9]+}/myshop/mileage/historyList.html', (c) =>
    mileage(c, shopNumber(c.req.param('shop'))),
  )
  return routes

  function mileage(c: Context, shopNo: number): Response | Promise<Response> {
    const mallId = c.req.param('mallId') ?? ''
    const opened = openShop(mallId, shopNo)
    if (!opened) return notFound(c)
    const member = visitor(simulation, c, mallId)
    if (!member) return c.redirect(`/${mallId}/member/login.html?returnUrl=${encodeURIComponent(c.req.path)}`)
    const { mall, shop } = opened
    return c.html(
      mileagePage({ mallId, shop, points: pointsInShop(simulation, mall, shop, member.memberId) }),
    )
  }

  /** A shop that has pages, with its mall. */
  function openShop(mallId: string, shopNo: number): { mall: Mall; shop: Shop } | null {
    const mall = malls.find(mallId)
    const shop = mall?.shops.find((each) => each.shopNo === shopNo)
    return mall && shop?.active ? { mall, shop } : null
  }

  function skin(c: Context, shopNo: number): Response | Promise<Response> {
    const mallId = c.req.param('mallId') ?? ''
    const opened = openShop(mallId, shopNo)
    if (!opened) return notFound(c)
    const { mall, shop } = opened
    const member = visitor(simulation, c, mallId)
    const wantsCsp = simulation.settings.csp || c.req.query('csp') === '1'
    const nonce = wantsCsp ? randomBytes(12).toString('base64') : null
    const coop = c.req.query('coop') === '1' ? 'same-origin' : simulation.settings.coop
    if (coop) c.header('cross-origin-opener-policy', coop)
    if (nonce)
      c.header(
        'content-security-policy',
        `script-src 'nonce-${nonce}' 'strict-dynamic'; object-src 'none'; base-uri 'none'`,
      )
    c.header('cache-control', 'no-store')
    const page: SkinPage = {
      mall,
      shop,
      member,
      availableCents: member ? pointsInShop(simulation, mall, shop, member.memberId).availableCents : 0,
      base: `/${mallId}`,
      here: c.req.path + new URL(c.req.url).search,
      variant: variants.find((each) => each === c.req.query('variant')) ?? 'pasted',
      widgetSrc: mall.widgetSrc ?? simulation.widgetSrc,
      tagData: {
        origin: simulation.popupOrigin,
        'add-param': c.req.query('addParam') ?? null,
        separator: c.req.query('separator') ?? null,
      },
      installed: scriptTagsOf(simulation, mallId, shopNo),
      memberDelayMs: Number(c.req.query('memberDelay') ?? simulation.settings.memberDelayMs),
      rebuild: c.req.query('rebuild') === '1',
      twice: c.req.query('twice') === '1',
      nonce,
    }
    return c.html(skinPage(page))
  }
}

/** The number of a path segment such as `shop2`. */
function shopNumber(segment: string): number {
  return Number(segment.slice('shop'.length))
}

function notFound(c: Context): Response {
  return c.text('없는 쇼핑몰입니다.', 404)
}

import { createHmac } from 'node:crypto'
import { Hono, type Context } from 'hono'
import * as z from 'zod'
import { formatCents, type Movement } from '../books/points.ts'
import { allScopes, type App } from '../books/malls.ts'
import { faultsSchema } from '../faults/schema.ts'
import { kstWithZone } from '../kst.ts'
import { presentPair } from '../oauth/present-pair.ts'
import { settingsSchema } from '../settings.ts'
import type { Simulation } from '../simulation.ts'
import { addRows, rowsSchema } from './add-rows.ts'
import { readBody } from './read-body.ts'
import { presentShop, shopsSchema } from './shop-schema.ts'
import { announce } from './webhooks.ts'

const mallChangeSchema = z.strictObject({
  a_code: z.string().optional(),
  widget_src: z.string().nullable().optional(),
  snippet: z.string().nullable().optional(),
  shops: shopsSchema.optional(),
  apps: z
    .array(
      z.strictObject({
        client_id: z.string().min(1),
        client_secret: z.string().optional(),
        redirect_uris: z.array(z.string()).optional(),
        scopes: z.array(z.string()).optional(),
        webhook_url: z.string().nullable().optional(),
      }),
    )
    .optional(),
  members: z
    .array(
      z.strictObject({
        member_id: z.string().min(1).max(20),
        name: z.string().optional(),
        password: z.string().optional(),
        /** KRW the member shall have; moved by the mall's admin. */
        points: z.number().int().min(0).optional(),
        /** Why they are moved. */
        reason: z.string().max(255).default('관리자 조정'),
      }),
    )
    .optional(),
})

const tokensSchema = z.strictObject({
  mall_id: z.string(),
  client_id: z.string(),
  scopes: z.array(z.string()).default(allScopes),
})

/** `POST /_sim/malls/{mall_id}/rename`: the id must fit in an address. */
const renameSchema = z.strictObject({ to: z.string().regex(/^[\w-]{1,50}$/) })

const rowsPerPage = 5000

/** `/_sim`: what only a simulator has. Inspection of its books, new malls, faults. */
export function controlRoutes(simulation: Simulation): Hono {
  const { malls, members, points, tokens, faults, calls, buckets, mallClock } = simulation
  const routes = new Hono()

  routes.put('/_sim/malls/:mallId', async (c) => {
    const change = await readBody(c, mallChangeSchema)
    if (change instanceof Response) return change
    const mallId = c.req.param('mallId')
    malls.put({
      mallId,
      ...(change.a_code !== undefined && { mediaCode: change.a_code }),
      ...(change.widget_src !== undefined && { widgetSrc: change.widget_src }),
      ...(change.snippet !== undefined && { snippet: change.snippet }),
      ...(change.shops && { shops: change.shops }),
    })
    for (const app of change.apps ?? []) malls.putApp(appChange(mallId, app))
    for (const member of change.members ?? []) {
      members.put({
        mallId,
        memberId: member.member_id,
        ...(member.name !== undefined && { name: member.name }),
        ...(member.password !== undefined && { password: member.password }),
      })
      if (member.points !== undefined)
        setPoints(simulation, mallId, member.member_id, member.points, member.reason)
    }
    return c.json(presentMall(simulation, mallId))
  })
  routes.get('/_sim/malls/:mallId', (c) =>
    malls.find(c.req.param('mallId'))
      ? c.json(presentMall(simulation, c.req.param('mallId')))
      : c.json({ error: 'no such mall' }, 404),
  )

  routes.post('/_sim/malls/:mallId/rows', async (c) => {
    const wanted = await readBody(c, rowsSchema)
    if (wanted instanceof Response) return wanted
    const mallId = c.req.param('mallId')
    if (!malls.find(mallId)) return c.json({ error: 'no such mall' }, 404)
    const result = addRows(simulation, mallId, wanted.rows)
    return result === 'added' ? c.body(null, 204) : c.json(result, 422)
  })
  routes.post('/_sim/malls/:mallId/rename', async (c) => {
    const wanted = await readBody(c, renameSchema)
    if (wanted instanceof Response) return wanted
    const mallId = c.req.param('mallId')
    if (!malls.find(mallId)) return c.json({ error: 'no such mall' }, 404)
    if (malls.find(wanted.to)) return c.json({ error: `the mall ${wanted.to} exists` }, 409)
    malls.rename(mallId, wanted.to)
    return c.body(null, 204)
  })

  routes.get('/_sim/members/:memberId/points', (c) => {
    const mallId = c.req.query('mall_id') ?? 'demomall'
    const memberId = c.req.param('memberId')
    return c.json({
      mall_id: mallId,
      member_id: memberId,
      available: formatCents(points.available(mallId, memberId)),
      rows: points.ofMember(mallId, memberId).map(presentMovement),
    })
  })
  routes.get('/_sim/malls/:mallId/points', (c) => movementPage(c, simulation, c.req.param('mallId')))
  routes.get('/_sim/points', (c) => movementPage(c, simulation, null))

  routes.get('/_sim/calls', (c) => {
    const mallId = c.req.query('mall_id') ?? null
    return c.json({ ...calls.report(mallId), deepestBucket: buckets.deepest(mallId) })
  })
  routes.delete('/_sim/calls', (c) => {
    calls.clear()
    return c.body(null, 204)
  })

  routes.put('/_sim/faults', async (c) => {
    const wanted = await readBody(c, faultsSchema)
    if (wanted instanceof Response) return wanted
    faults.set(wanted)
    return c.json(wanted)
  })
  routes.get('/_sim/faults', (c) => c.json({ items: faults.current() }))
  routes.delete('/_sim/faults', (c) => {
    faults.clear()
    return c.body(null, 204)
  })

  routes.put('/_sim/settings', async (c) => {
    const change = await readBody(c, settingsSchema.partial())
    if (change instanceof Response) return change
    Object.assign(simulation.settings, change)
    return c.json(simulation.settings)
  })

  routes.post('/_sim/tokens', async (c) => {
    const wanted = await readBody(c, tokensSchema)
    if (wanted instanceof Response) return wanted
    const grant = {
      mallId: wanted.mall_id,
      clientId: wanted.client_id,
      scopes: wanted.scopes,
      userId: wanted.mall_id,
    }
    return c.json(presentPair(tokens.issue(grant, mallClock(grant.mallId))), 201)
  })
  routes.post('/_sim/malls/:mallId/expire-tokens', (c) => {
    const mallId = c.req.param('mallId')
    tokens.expire(mallId, mallClock(mallId), c.req.query('refresh') === '1')
    return c.body(null, 204)
  })
  const states = { uninstall: 'removed', 'expire-app': 'expired', 'renew-app': 'available' } as const
  for (const [deed, state] of Object.entries(states)) {
    routes.post(`/_sim/malls/:mallId/${deed}`, (c) => {
      const mallId = c.req.param('mallId')
      for (const app of malls.apps(mallId)) announce(malls.putApp({ ...app, state }), mallClock(mallId))
      return c.body(null, 204)
    })
  }
  routes.post('/_sim/malls/:mallId/scopes', async (c) => {
    const wanted = await readBody(c, z.strictObject({ scopes: z.array(z.string()) }))
    if (wanted instanceof Response) return wanted
    for (const app of malls.apps(c.req.param('mallId')))
      tokens.setScopes(app.mallId, app.clientId, wanted.scopes)
    return c.body(null, 204)
  })
  routes.post('/_sim/malls/:mallId/launch', (c) => {
    const app = malls.app(c.req.param('mallId'), c.req.query('client_id') ?? '')
    if (!app) return c.json({ error: 'no such app' }, 404)
    return c.json({ query: launchQuery(app, mallClock(app.mallId)) })
  })
  return routes
}

function appChange(mallId: string, app: NonNullable<z.infer<typeof mallChangeSchema>['apps']>[number]) {
  return {
    mallId,
    clientId: app.client_id,
    ...(app.client_secret !== undefined && { clientSecret: app.client_secret }),
    ...(app.redirect_uris && { redirectUris: app.redirect_uris }),
    ...(app.scopes && { scopes: app.scopes }),
    ...(app.webhook_url !== undefined && { webhookUrl: app.webhook_url }),
  }
}

/** Brings a member to an amount of points by a movement of the mall's admin. */
function setPoints(
  { points, clock, mallClock }: Simulation,
  mallId: string,
  memberId: string,
  krw: number,
  reason: string,
): void {
  const difference = krw * 100 - points.available(mallId, memberId)
  if (difference === 0) return
  points.move(
    {
      mallId,
      shopNo: 1,
      memberId,
      type: difference > 0 ? 'increase' : 'decrease',
      amountCents: Math.abs(difference),
      reason,
      orderId: null,
      issuedMs: mallClock(mallId),
      clientId: null,
      kind: 'M',
    },
    clock(),
  )
}

function presentMall({ malls, members }: Simulation, mallId: string) {
  const mall = malls.find(mallId)
  return {
    mall_id: mallId,
    a_code: mall?.mediaCode,
    widget_src: mall?.widgetSrc,
    snippet: mall?.snippet,
    shops: mall?.shops.map(presentShop),
    apps: malls
      .apps(mallId)
      .map((app) => ({ client_id: app.clientId, state: app.state, redirect_uris: app.redirectUris })),
    members: members.list(mallId, 100).map((member) => member.memberId),
  }
}

function presentMovement(movement: Movement) {
  return {
    no: movement.no,
    mall_id: movement.mallId,
    member_id: movement.memberId,
    type: movement.type,
    amount: formatCents(movement.amountCents),
    reason: movement.reason,
    order_id: movement.orderId,
    issue_date: kstWithZone(movement.issuedMs),
    available_points_total: formatCents(movement.availableCents),
    shop_no: movement.shopNo,
    client_id: movement.clientId,
  }
}

/** Oldest first, from `?after=<no>`; `next` is where to go on, null at the end. */
function movementPage(c: Context, { points }: Simulation, mallId: string | null): Response {
  const after = Number(c.req.query('after') ?? 0)
  const rows = points.after(after, rowsPerPage, mallId)
  return c.json({
    rows: rows.map(presentMovement),
    next: rows.length === rowsPerPage ? rows.at(-1)?.no : null,
  })
}

/** The query string with which a mall's admin launches an app, signed as the facts have it. */
function launchQuery(app: App, nowMs: number): string {
  const query = new URLSearchParams({
    is_multi_shop: 'T',
    lang: 'ko_KR',
    mall_id: app.mallId,
    shop_no: '1',
    timestamp: String(Math.floor(nowMs / 1000)),
    user_id: app.mallId,
    user_name: '대표운영자',
    user_type: 'P',
  }).toString()
  const hmac = createHmac('sha256', app.clientSecret).update(query).digest('base64')
  return `${query}&hmac=${encodeURIComponent(hmac)}`
}

import { Hono, type Context } from 'hono'
import type { HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { App } from '../books/malls.ts'
import type { TokenPair } from '../books/tokens.ts'
import type { Simulation } from '../simulation.ts'
import { consentPage } from './consent-page.ts'
import { presentPair } from './present-pair.ts'
import { isRegistered } from './redirect-uri.ts'

type Env = { Bindings: HttpBindings }

/** Cafe24's OAuth under `/{mall_id}/api/v2/oauth`. */
export function oauthRoutes(simulation: Simulation): Hono<Env> {
  const { malls, tokens, mallClock, faults, calls } = simulation
  const routes = new Hono<Env>()

  routes.get('/:mallId/api/v2/oauth/authorize', (c) => {
    const request = readAuthorize(simulation, c.req.param('mallId'), c.req.query())
    if (typeof request === 'string') return c.text(request, 400)
    return c.html(consentPage({ ...request, mallId: c.req.param('mallId'), query: c.req.query() }))
  })

  routes.post('/:mallId/api/v2/oauth/authorize', async (c) => {
    const mallId = c.req.param('mallId')
    const form = Object.fromEntries(new URLSearchParams(await c.req.text()))
    const query = { ...c.req.query(), ...form }
    const request = readAuthorize(simulation, mallId, query)
    if (typeof request === 'string') return c.text(request, 400)
    const back = new URL(request.redirectUri)
    if (query['decision'] === 'allow') {
      const grant = {
        mallId,
        clientId: request.clientId,
        scopes: request.scopes,
        userId: query['user_id'] ?? mallId,
      }
      back.searchParams.set('code', tokens.issueCode(grant, request.redirectUri, mallClock(mallId)))
      malls.putApp({ mallId, clientId: request.clientId, state: 'available' })
    } else {
      back.searchParams.set('error', 'access_denied')
      back.searchParams.set('error_description', 'The resource owner denied the request')
    }
    if (query['state'] !== undefined) back.searchParams.set('state', query['state'])
    return c.redirect(back.toString())
  })

  routes.post('/:mallId/api/v2/oauth/token', async (c) => {
    const mallId = c.req.param('mallId')
    const roll = faults.roll(mallId)
    if (roll.down) return drop(c)
    if (roll.latencyMs > 0) await sleep(roll.latencyMs)
    const app = authenticate(simulation, mallId, c.req.header('authorization'))
    const form = new URLSearchParams(await c.req.text())
    if (app && form.get('grant_type') === 'refresh_token' && faults.refusesRefresh(mallId)) {
      calls.count(mallId, 'oauth/token refresh_token', 403)
      return c.json({ error: { code: 403, message: appNotInstalled } }, 403)
    }
    const answer = app ? grantPair(simulation, mallId, app, form) : 'invalid_client'
    if (typeof answer === 'string') {
      const status = answer === 'invalid_client' ? 401 : 400
      calls.count(mallId, 'oauth/token', status)
      return c.json({ error: answer, error_description: descriptions[answer] }, status)
    }
    calls.count(mallId, `oauth/token ${form.get('grant_type')}`, 200)
    if (form.get('grant_type') === 'refresh_token' && faults.losesTokenAnswer(mallId)) return drop(c)
    return c.json(presentPair(answer, faults.of(mallId).tokenAnswer))
  })

  routes.post('/:mallId/api/v2/oauth/revoke', async (c) => {
    const app = authenticate(simulation, c.req.param('mallId'), c.req.header('authorization'))
    if (!app) return c.json({ error: 'invalid_client', error_description: descriptions.invalid_client }, 401)
    tokens.revoke(new URLSearchParams(await c.req.text()).get('token') ?? '')
    return c.json({})
  })

  return routes
}

/** Cafe24 has answered so by mistake for hours, to apps that were installed. */
const appNotInstalled = 'The app is not installed in this mall. (app_not_installed)'

const descriptions = {
  invalid_client: 'Client authentication failed',
  invalid_grant: 'The code or the refresh token is invalid, expired or was used',
  unsupported_grant_type: 'grant_type must be authorization_code or refresh_token',
}

function readAuthorize(
  { malls }: Simulation,
  mallId: string,
  query: Record<string, string>,
): { clientId: string; redirectUri: string; scopes: string[] } | string {
  const app = malls.app(mallId, query['client_id'] ?? '')
  if (!app) return 'client_id가 올바르지 않습니다.'
  const redirectUri = query['redirect_uri'] ?? ''
  if (!isRegistered(redirectUri, app.redirectUris))
    return `redirect_uri가 등록되어 있지 않습니다: ${redirectUri}`
  if (query['response_type'] !== 'code') return 'response_type은 code여야 합니다.'
  const scopes = (query['scope'] ?? '').split(/[ ,]+/).filter(Boolean)
  if (scopes.length === 0) return 'scope가 없습니다.'
  const unknown = scopes.find((scope) => !app.scopes.includes(scope))
  if (unknown) return `앱에 등록되지 않은 scope입니다: ${unknown}`
  return { clientId: app.clientId, redirectUri, scopes }
}

function authenticate({ malls }: Simulation, mallId: string, header: string | undefined): App | null {
  const [, encoded] = /^Basic (.+)$/.exec(header ?? '') ?? []
  const [clientId = '', secret] = Buffer.from(encoded ?? '', 'base64')
    .toString('utf8')
    .split(':')
  const app = malls.app(mallId, clientId)
  return app && app.clientSecret === secret ? app : null
}

function grantPair(
  { tokens, mallClock }: Simulation,
  mallId: string,
  app: App,
  form: URLSearchParams,
): TokenPair | 'invalid_client' | 'invalid_grant' | 'unsupported_grant_type' {
  if (form.get('grant_type') === 'authorization_code') {
    const grant = tokens.redeemCode(
      form.get('code') ?? '',
      app.clientId,
      form.get('redirect_uri') ?? '',
      mallClock(mallId),
    )
    return grant && grant.mallId === mallId ? tokens.issue(grant, mallClock(mallId)) : 'invalid_grant'
  }
  if (form.get('grant_type') === 'refresh_token') {
    if (app.state !== 'available') return 'invalid_grant'
    return tokens.refresh(form.get('refresh_token') ?? '', app.clientId, mallClock(mallId)) ?? 'invalid_grant'
  }
  return 'unsupported_grant_type'
}

/** Lets the connection break without an answer. */
export function drop(c: Context<Env>): Response {
  c.env.incoming.socket.destroy()
  return RESPONSE_ALREADY_SENT
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

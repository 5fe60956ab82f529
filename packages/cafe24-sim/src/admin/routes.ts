import { Hono, type Context } from 'hono'
import type { HttpBindings } from '@hono/node-server'
import type { Grant } from '../books/tokens.ts'
import { drop, sleep } from '../oauth/routes.ts'
import type { FaultName } from '../faults/schema.ts'
import type { Simulation } from '../simulation.ts'
import { apiError, type ApiAnswer } from './answers.ts'
import { customerPrivacy, listPoints, movePoints, movePointsLater } from './points-api.ts'
import { listShops } from './shops-api.ts'
import { addScriptTag, changeScriptTag, listScriptTags, removeScriptTag } from './script-tags-api.ts'
import { writeAnswer } from './write-answer.ts'

type Env = { Bindings: HttpBindings }

interface Call {
  simulation: Simulation
  mallId: string
  grant: Grant
  context: Context<Env>
  body: unknown
}

interface Endpoint {
  api: string
  scope: string
  /** Carries the call out; a fault may come before or after it. */
  run(call: Call): ApiAnswer
  /** Carries the call out some time after the answer. Without it, the faults that do so spare this endpoint. */
  runLater?(call: Call): ApiAnswer
}

/** How many milliseconds of a mall's usage budget a call is said to cost; told in headers, not enforced. */
const timeBudgetMs = 600_000

/** The Admin API under `/{mall_id}/api/v2/admin`, with its limits and the faults in force. */
export function adminRoutes(simulation: Simulation): Hono<Env> {
  const routes = new Hono<Env>()
  const serve = (endpoint: Endpoint) => (context: Context<Env>) => answerCall(simulation, endpoint, context)
  const base = '/:mallId/api/v2/admin'

  routes.post(
    `${base}/points`,
    serve({
      api: 'points',
      scope: 'mall.write_mileage',
      run: ({ mallId, grant, body }) => movePoints(simulation, mallId, grant.clientId, body),
      runLater: ({ mallId, grant, body }) => movePointsLater(simulation, mallId, grant.clientId, body),
    }),
  )
  routes.get(
    `${base}/points`,
    serve({
      api: 'points',
      scope: 'mall.read_mileage',
      run: ({ mallId, context }) => listPoints(simulation, mallId, context.req.query()),
    }),
  )
  routes.get(
    `${base}/customersprivacy/:memberId`,
    serve({
      api: 'customersprivacy',
      scope: 'mall.read_privacy',
      run: ({ mallId, context }) => customerPrivacy(simulation, mallId, context.req.param('memberId') ?? ''),
    }),
  )
  routes.get(
    `${base}/shops`,
    serve({
      api: 'shops',
      scope: 'mall.read_store',
      run: ({ mallId }) => listShops(simulation, mallId),
    }),
  )
  routes.get(
    `${base}/scripttags`,
    serve({
      api: 'scripttags',
      scope: 'mall.read_application',
      run: ({ mallId, grant, context }) =>
        listScriptTags(simulation, mallId, grant.clientId, context.req.query()),
    }),
  )
  routes.post(
    `${base}/scripttags`,
    serve({
      api: 'scripttags',
      scope: 'mall.write_application',
      run: ({ mallId, grant, body }) => addScriptTag(simulation, mallId, grant.clientId, body),
    }),
  )
  routes.put(
    `${base}/scripttags/:scriptNo`,
    serve({
      api: 'scripttags',
      scope: 'mall.write_application',
      run: ({ mallId, grant, context, body }) =>
        changeScriptTag(simulation, mallId, grant.clientId, Number(context.req.param('scriptNo')), body),
    }),
  )
  routes.delete(
    `${base}/scripttags/:scriptNo`,
    serve({
      api: 'scripttags',
      scope: 'mall.write_application',
      run: ({ mallId, grant, context }) =>
        removeScriptTag(simulation, mallId, grant.clientId, Number(context.req.param('scriptNo'))),
    }),
  )
  routes.all(`${base}/*`, (c) => c.json(apiError(404, 'No such API').body as object, 404))
  return routes
}

async function answerCall(
  simulation: Simulation,
  endpoint: Endpoint,
  context: Context<Env>,
): Promise<Response> {
  const mallId = context.req.param('mallId') ?? ''
  const { fault: rolled, down, latencyMs, slowMs } = simulation.faults.roll(mallId)
  const fault = isLate(rolled) && !endpoint.runLater ? null : rolled
  if (down || fault === 'dropBeforeApply') return drop(context)
  const text = context.req.method === 'GET' ? '' : await context.req.text()
  const answer = carryOut(simulation, endpoint, context, mallId, text, fault)
  const waitMs = latencyMs + (fault === 'slow' ? slowMs : 0)
  if (waitMs > 0) await sleep(waitMs)
  if (fault === 'dropAfterApply' || fault === 'dropThenApply') return drop(context)
  const bent = bend(answer, fault)
  simulation.calls.count(mallId, `${context.req.method} ${endpoint.api}`, bent.status)
  return writeAnswer(context, bent, simulation.faults.of(mallId), fault)
}

/** Whether a fault lets the call be carried out only some time later. */
function isLate(fault: FaultName | null): boolean {
  return fault === 'acceptedFirst' || fault === 'dropThenApply'
}

/** Faults that strike before the call is carried out answer here; the rest is the call itself. */
function carryOut(
  simulation: Simulation,
  endpoint: Endpoint,
  context: Context<Env>,
  mallId: string,
  text: string,
  fault: FaultName | null,
): ApiAnswer {
  if (fault === 'error500Before') return apiError(500, 'Internal server error')
  if (fault === 'error503Before') return apiError(503, 'Service unavailable')
  if (fault === 'error504Before') return apiError(504, 'Gateway time-out')
  if (fault === 'tooMany') return apiError(429, 'Too many requests')
  if (fault === 'expiredToken') return apiError(401, 'access_token time expired. (invalid_token)')
  const bucket = simulation.buckets.fill(mallId, endpoint.api, simulation.clock())
  context.header('X-Api-Call-Limit', `${bucket.level}/${bucket.size}`)
  context.header('X-Cafe24-Call-Usage', String(bucket.level))
  context.header('X-Cafe24-Call-Remain', String(bucket.size - bucket.level))
  context.header('X-Cafe24-Time-Usage', '0')
  context.header('X-Cafe24-Time-Remain', String(timeBudgetMs))
  if (bucket.overflow) return apiError(429, 'Too many requests')
  const grant = authorise(simulation, mallId, context.req.header('authorization'), endpoint.scope)
  if ('status' in grant) return grant
  const version = context.req.header('x-cafe24-api-version')
  if (version !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(version))
    return apiError(400, 'Invalid X-Cafe24-Api-Version')
  const body = readJson(context.req.method, context.req.header('content-type'), text)
  if ('status' in body) return body
  const call = { simulation, mallId, grant, context, body: body.json }
  return isLate(fault) && endpoint.runLater ? endpoint.runLater(call) : endpoint.run(call)
}

function readJson(
  method: string,
  contentType: string | undefined,
  text: string,
): { json: unknown } | ApiAnswer {
  if (method === 'GET' || method === 'DELETE') return { json: null }
  if (!contentType?.startsWith('application/json')) return apiError(400, 'The body must be JSON')
  try {
    return { json: JSON.parse(text) as unknown }
  } catch {
    return apiError(400, 'The body is not JSON')
  }
}

function authorise(
  simulation: Simulation,
  mallId: string,
  header: string | undefined,
  scope: string,
): Grant | ApiAnswer {
  const [, accessToken] = /^Bearer (.+)$/.exec(header ?? '') ?? []
  if (!accessToken) return apiError(401, 'access_token is missing. (invalid_token)')
  const found = simulation.tokens.findAccess(accessToken)
  if (!found || found.grant.mallId !== mallId)
    return apiError(401, 'The access_token is unknown. (invalid_token)')
  const app = simulation.malls.app(mallId, found.grant.clientId)
  if (app?.state !== 'available')
    return apiError(403, 'The app is not installed in this mall. (app_not_installed)')
  if (found.untilMs <= simulation.mallClock(mallId))
    return apiError(401, 'access_token time expired. (invalid_token)')
  if (!found.grant.scopes.includes(scope))
    return apiError(403, `The scope ${scope} is required. (insufficient_scope)`)
  return found.grant
}

/** The answer as a fault after the deed makes it. */
function bend(answer: ApiAnswer, fault: FaultName | null): ApiAnswer {
  if (fault === 'error500After') return apiError(500, 'Internal server error')
  if (fault === 'error503After') return apiError(503, 'Service unavailable')
  if (fault === 'error504After') return apiError(504, 'Gateway time-out')
  return answer
}

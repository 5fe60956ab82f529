import * as contracts from '@pointpay/contracts'
import { Hono } from 'hono'
import * as z from 'zod'
import { spanSchema } from '../console/http/total-routes.ts'

type Schema = z.core.$ZodType

interface Operation {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  path: string
  summary: string
  query?: Schema
  body?: Schema
  /** Status of success, and what it holds. */
  answer: [status: number, schema: Schema | null, contentType?: string]
  refusal: Schema
}

const popup = (operation: Omit<Operation, 'refusal'>): Operation => ({
  ...operation,
  path: `/pointhub/api${operation.path}`,
  refusal: contracts.popupErrorBodySchema,
})
const console_ = (operation: Omit<Operation, 'refusal'>): Operation => ({
  ...operation,
  path: `/console/api${operation.path}`,
  refusal: contracts.consoleErrorBodySchema,
})
const items = (schema: Schema) => z.object({ items: z.array(schema as z.ZodType) })
const session = contracts.sessionViewSchema
const mediaStatus = contracts.mediaStatusSchema
const text = z.string()

const operations: Operation[] = [
  popup({
    method: 'post',
    path: '/sessions',
    summary: 'Opens a session for a media and a member',
    body: contracts.openSessionSchema,
    answer: [201, session],
  }),
  popup({
    method: 'get',
    path: '/sessions/{id}',
    summary: 'The session as it stands',
    answer: [200, session],
  }),
  popup({
    method: 'post',
    path: '/sessions/{id}/identity',
    summary: 'Sends a code to the phone',
    body: contracts.startIdentitySchema,
    answer: [200, session],
  }),
  popup({
    method: 'post',
    path: '/sessions/{id}/identity/confirm',
    summary: 'Confirms the code',
    body: contracts.confirmIdentitySchema,
    answer: [200, session],
  }),
  popup({
    method: 'post',
    path: '/sessions/{id}/balances',
    summary: 'Reads the balances again',
    answer: [200, session],
  }),
  popup({
    method: 'put',
    path: '/sessions/{id}/selection',
    summary: 'Chooses kind and points',
    body: contracts.selectionSchema,
    answer: [200, session],
  }),
  popup({
    method: 'post',
    path: '/sessions/{id}/conversions',
    summary: 'Converts; header Idempotency-Key',
    body: contracts.convertSchema,
    answer: [201, session],
  }),
  popup({
    method: 'get',
    path: '/sessions/{id}/events',
    summary: 'Server-sent events named session',
    answer: [200, text, 'text/event-stream'],
  }),
  popup({ method: 'delete', path: '/sessions/{id}', summary: 'Leaves; nothing moved', answer: [204, null] }),
  {
    method: 'get',
    path: '/pointhub/sessions/{nonce}',
    summary: 'How a press ended, for the widget',
    answer: [200, contracts.sessionStatusSchema],
    refusal: contracts.popupErrorBodySchema,
  },
  {
    method: 'get',
    path: '/solution/presses/{nonce}',
    summary: "How a press of PointPay's own popup ended, once its RETURN URL call came",
    answer: [200, contracts.sessionStatusSchema],
    refusal: contracts.popupErrorBodySchema,
  },
  {
    method: 'post',
    path: '/solution/return/{return_key}',
    summary: 'RETURN URL: an rw_* form in, 201 or 202|-|reason out',
    body: contracts.returnFormSchema,
    answer: [200, text, 'text/plain'],
    refusal: text,
  },
  console_({
    method: 'get',
    path: '/service',
    summary: 'What runs in this service; no login needed',
    answer: [200, contracts.serviceViewSchema],
  }),
  console_({
    method: 'post',
    path: '/login',
    summary: 'Logs in',
    body: contracts.loginSchema,
    answer: [200, contracts.meSchema],
  }),
  console_({ method: 'post', path: '/logout', summary: 'Logs out', answer: [204, null] }),
  console_({ method: 'get', path: '/me', summary: 'Who is logged in', answer: [200, contracts.meSchema] }),
  console_({
    method: 'post',
    path: '/me/second-factor',
    summary: 'Offers a key for an authenticator app, told this once',
    body: contracts.ownPasswordSchema,
    answer: [200, contracts.secondFactorOfferSchema],
  }),
  console_({
    method: 'put',
    path: '/me/second-factor',
    summary: 'Puts the offered key into use',
    body: contracts.codeBodySchema,
    answer: [200, contracts.meSchema],
  }),
  console_({
    method: 'post',
    path: '/me/second-factor/end',
    summary: 'Ends one’s own second factor',
    body: contracts.ownPasswordSchema,
    answer: [200, contracts.meSchema],
  }),
  console_({
    method: 'get',
    path: '/media',
    summary: 'Media and how they stand',
    answer: [200, items(mediaStatus)],
  }),
  console_({
    method: 'post',
    path: '/media',
    summary: 'Adds a media',
    body: contracts.newMediaSchema,
    answer: [201, contracts.addedMediaSchema],
  }),
  console_({ method: 'get', path: '/media/{code}', summary: 'A media', answer: [200, mediaStatus] }),
  console_({
    method: 'patch',
    path: '/media/{code}',
    summary: 'Changes a media',
    body: contracts.mediaChangeSchema,
    answer: [200, mediaStatus],
  }),
  console_({
    method: 'put',
    path: '/media/{code}/app',
    summary: 'Another app of the mall, or another secret',
    body: contracts.mediaAppSchema,
    answer: [200, mediaStatus],
  }),
  console_({
    method: 'post',
    path: '/media/{code}/return-key',
    summary: 'A new RETURN URL; the one before is taken for some days longer',
    answer: [200, mediaStatus],
  }),
  console_({
    method: 'delete',
    path: '/media/{code}/return-key',
    summary: 'Ends the RETURN URL before the present one',
    answer: [200, mediaStatus],
  }),
  console_({
    method: 'post',
    path: '/media/{code}/proof-key',
    summary: 'A new key for the merchant’s backend to sign with, told this once',
    answer: [200, contracts.issuedProofKeySchema],
  }),
  console_({
    method: 'delete',
    path: '/media/{code}/proof-key',
    summary: 'Ends the proof key before the present one',
    answer: [200, mediaStatus],
  }),
  console_({
    method: 'put',
    path: '/media/{code}/shops',
    summary: 'Reads the mall’s shops and domains from Cafe24',
    answer: [200, mediaStatus],
  }),
  console_({
    method: 'put',
    path: '/media/{code}/script-tag',
    summary: 'Puts the widget into the mall',
    answer: [200, mediaStatus],
  }),
  console_({
    method: 'delete',
    path: '/media/{code}/script-tag',
    summary: 'Takes the widget out',
    answer: [200, mediaStatus],
  }),
  console_({
    method: 'get',
    path: '/conversions',
    summary: 'Conversions in pages',
    query: contracts.conversionQuerySchema,
    answer: [200, contracts.conversionPageSchema],
  }),
  console_({
    method: 'get',
    path: '/conversions/{mediaCode}/{transactionNumber}',
    summary: 'One conversion with its history',
    answer: [200, contracts.conversionDetailSchema],
  }),
  console_({
    method: 'get',
    path: '/conversions/{mediaCode}/{transactionNumber}/events',
    summary: 'Server-sent events named conversion',
    answer: [200, text, 'text/event-stream'],
  }),
  console_({
    method: 'get',
    path: '/conversions/{mediaCode}/{transactionNumber}/cancel',
    summary: 'What a cancel would need',
    answer: [200, contracts.cancelPreviewSchema],
  }),
  console_({
    method: 'post',
    path: '/conversions/{mediaCode}/{transactionNumber}/cancel',
    summary: 'Cancels',
    body: contracts.cancelRequestSchema,
    answer: [202, contracts.conversionDetailSchema],
  }),
  console_({
    method: 'get',
    path: '/reviews',
    summary: 'What waits for a person',
    query: contracts.reviewQuerySchema,
    answer: [200, contracts.reviewPageSchema],
  }),
  console_({
    method: 'post',
    path: '/reviews/{id}',
    summary: 'Decides',
    body: contracts.reviewDecisionSchema,
    answer: [200, contracts.conversionDetailSchema],
  }),
  console_({
    method: 'get',
    path: '/totals',
    summary: 'Daily totals',
    query: spanSchema,
    answer: [200, items(contracts.dailyTotalSchema)],
  }),
  console_({
    method: 'get',
    path: '/settlement.csv',
    summary: 'Settlement',
    query: spanSchema,
    answer: [200, text, 'text/csv'],
  }),
  console_({
    method: 'get',
    path: '/accounts',
    summary: 'Accounts',
    answer: [200, items(contracts.accountViewSchema)],
  }),
  console_({
    method: 'post',
    path: '/accounts',
    summary: 'Adds an account',
    body: contracts.newAccountSchema,
    answer: [201, contracts.accountViewSchema],
  }),
  console_({
    method: 'patch',
    path: '/accounts/{login}',
    summary: 'Changes an account',
    body: contracts.accountChangeSchema,
    answer: [200, contracts.accountViewSchema],
  }),
  console_({
    method: 'get',
    path: '/audit',
    summary: 'Who did what',
    query: contracts.auditQuerySchema,
    answer: [200, contracts.auditPageSchema],
  }),
]

/** `GET /openapi.json`: OpenAPI 3.1, its schemas those of the contracts that the service itself parses with. */
export function openApiRoute(version: string): Hono {
  const document = describe(version)
  return new Hono().get('/openapi.json', (c) => c.json(document))
}

function describe(version: string): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const operation of operations) {
    const [status, schema, contentType = 'application/json'] = operation.answer
    const isForm = operation.path.startsWith('/solution/')
    ;(paths[operation.path] ??= {})[operation.method] = {
      summary: operation.summary,
      parameters: [...pathParameters(operation.path), ...queryParameters(operation.query)],
      ...(operation.body && {
        requestBody: {
          required: true,
          content: {
            [isForm ? 'application/x-www-form-urlencoded' : 'application/json']: {
              schema: toJson(operation.body, 'input'),
            },
          },
        },
      }),
      responses: {
        [status]: {
          description: 'done',
          ...(schema && { content: { [contentType]: { schema: toJson(schema, 'output') } } }),
        },
        default: {
          description: 'refused',
          content: {
            [isForm ? 'text/plain' : 'application/json']: { schema: toJson(operation.refusal, 'output') },
          },
        },
      },
    }
  }
  return { openapi: '3.1.0', info: { title: 'PointPay', version }, paths }
}

function toJson(schema: Schema, io: 'input' | 'output'): object {
  return z.toJSONSchema(schema, { io, unrepresentable: 'any' })
}

function pathParameters(path: string): object[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
}

function queryParameters(schema: Schema | undefined): object[] {
  if (!schema) return []
  const { properties = {}, required = [] } = toJson(schema, 'input') as {
    properties?: Record<string, object>
    required?: string[]
  }
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema: property,
  }))
}

import {
  confirmIdentitySchema,
  convertSchema,
  openSessionSchema,
  selectionSchema,
  startIdentitySchema,
  type SessionView,
} from '@pointpay/contracts'
import { http, HttpResponse } from 'msw'
import { receivedFor } from '../models/amount.ts'
import { api, bodyOf, refuse } from './answers.ts'
import type { Backend } from './backend.ts'

const CODE_LIFE_MS = 3 * 60_000
const RESEND_AFTER_MS = 30_000
/** Of a code, and of a browser over all its codes. */
const MAX_TRIES = 5
const MAX_WRONG_CODES = 15
const LOCK_MS = 10 * 60_000

/** The popup's API over MSW, parsing as the server does: for `vite` in a browser and for the tests alike. */
export function handlersOf(backend: Backend) {
  let wrongCodes = 0
  /** A call on the session that must still be open. */
  const onOpen =
    (answer: (session: SessionView, request: Request) => Response | Promise<Response>) =>
    async ({ request }: { request: Request }) => {
      if (!backend.session) return refuse('session_unknown')
      return backend.session.open ? answer(backend.session, request) : refuse('session_expired')
    }
  const view = (over: Partial<SessionView> = {}, status = 200) =>
    HttpResponse.json(backend.change(over), { status })
  const at = (ms: number) => new Date(backend.now() + ms).toISOString()

  return [
    http.post(api('/sessions'), async ({ request }) => {
      const { session, isNew } = backend.open(await bodyOf(request, openSessionSchema))
      return HttpResponse.json(session, { status: isNew ? 201 : 200 })
    }),
    http.get(api('/sessions/:id'), () =>
      backend.session ? HttpResponse.json(backend.session) : refuse('session_unknown'),
    ),
    http.post(
      api('/sessions/:id/identity'),
      onOpen(async ({ identity }, request) => {
        const { phone } = await bodyOf(request, startIdentitySchema)
        if (identity.status === 'sent' && Date.parse(identity.resendAt) > backend.now())
          return refuse('identity_too_soon')
        return view({
          identity: {
            status: 'sent',
            maskedPhone: `${phone.slice(0, 3)}-****-${phone.slice(-4)}`,
            codeExpiresAt: at(CODE_LIFE_MS),
            resendAt: at(RESEND_AFTER_MS),
            triesLeft: MAX_TRIES,
            sandboxCode: backend.code,
          },
        })
      }),
    ),
    http.post(
      api('/sessions/:id/identity/confirm'),
      onOpen(async ({ identity }, request) => {
        const { code } = await bodyOf(request, confirmIdentitySchema)
        if (identity.status !== 'sent') return refuse('identity_needed')
        if (Date.parse(identity.codeExpiresAt) <= backend.now())
          return refuse('identity_code_expired', 'code')
        if (code === backend.code)
          return view({
            identity: { status: 'verified', maskedName: '김*정' },
            kinds: backend.behaviour.kinds,
          })
        const triesLeft = Math.max(0, identity.triesLeft - 1)
        wrongCodes += 1
        if (wrongCodes >= MAX_WRONG_CODES) {
          backend.change({ identity: { status: 'locked', until: at(LOCK_MS) } })
          return refuse('identity_locked')
        }
        backend.change({ identity: { ...identity, triesLeft } })
        return refuse(triesLeft > 0 ? 'identity_code_wrong' : 'identity_code_expired', 'code', { triesLeft })
      }),
    ),
    http.post(
      api('/sessions/:id/balances'),
      onOpen(() => view({ kinds: backend.behaviour.kinds })),
    ),
    http.put(
      api('/sessions/:id/selection'),
      onOpen(async ({ kinds }, request) => {
        const { kind: code, points } = await bodyOf(request, selectionSchema)
        const kind = kinds.find((each) => each.code === code && each.available)
        if (!kind) return refuse('kind_unknown', 'kind')
        if (points > kind.balance) return refuse('balance_insufficient', 'points')
        const amount = receivedFor(kind, points) as NonNullable<SessionView['selection']>['amount']
        return view({ selection: { kind: code, points, amount } })
      }),
    ),
    http.post(
      api('/sessions/:id/conversions'),
      onOpen(async ({ selection, conversion }, request) => {
        const key = request.headers.get('idempotency-key') ?? ''
        const wanted = await bodyOf(request, convertSchema)
        if (backend.keys.includes(key)) return view()
        if (conversion && conversion.state !== 'failed') return refuse('already_converted')
        const same = selection?.kind === wanted.kind && selection.points === wanted.points
        if (!same || selection.amount !== wanted.amount) return refuse('selection_needed')
        backend.convert(key, wanted)
        const { fails, convertMs } = backend.behaviour
        return fails && convertMs <= 0 ? refuse(fails) : view({}, 201)
      }),
    ),
    http.get(api('/sessions/:id/events'), () =>
      backend.session ? eventsOf(backend, backend.session) : refuse('session_unknown'),
    ),
    http.delete(api('/sessions/:id'), () => {
      backend.change({ open: false })
      return new HttpResponse(null, { status: 204 })
    }),
  ]
}

/** What the server streams: the session at once, then again at each change. */
function eventsOf(backend: Backend, session: SessionView): Response {
  const encoder = new TextEncoder()
  let stop: (() => void) | undefined
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (view: SessionView) =>
        controller.enqueue(encoder.encode(`event: session\ndata: ${JSON.stringify(view)}\n\n`))
      send(session)
      stop = backend.onChange(send)
    },
    cancel: () => stop?.(),
  })
  return new HttpResponse(body, { headers: { 'content-type': 'text/event-stream' } })
}

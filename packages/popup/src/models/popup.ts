import { computed, effect, signal, untracked, type ReadonlySignal, type Signal } from '@preact/signals'
import type { OpenSession, PointKindView, SessionView } from '@pointpay/contracts'
import type { Api } from '../api/client.ts'
import type { ApiFailure, ApiResult } from '../api/failure.ts'
import type { Connection } from './connection.ts'
import { newer } from './newer.ts'
import type { Places } from './place.ts'
import { createSending, type Sending } from './sending.ts'
import { mayShow, serverStep, type Step } from './steps.ts'

export type Screen = Step | 'opening' | 'problem' | 'result' | 'ended'

export interface Popup {
  session: ReadonlySignal<SessionView | null>
  screen: ReadonlySignal<Screen>
  /** The kind whose amount is entered. */
  kind: ReadonlySignal<PointKindView | undefined>
  /** The server does not know the session, or not as this browser's. */
  gone: ReadonlySignal<boolean>
  opening: Sending
  start(): Promise<void>
  /** Takes in a view, where it is newer. */
  accept(view: SessionView): void
  /** Takes in an answer's view; and where a call was refused, asks how the session really stands. */
  take(result: ApiResult<SessionView>): ApiResult<SessionView>
  /** Asks for the session again, e.g. in another language. @returns whether the server answered */
  refresh(): Promise<boolean>
  /** While true the shopper stays where they are: points may be moving. */
  held: Signal<boolean>
}

export interface PopupDeps {
  api: Api
  /** null: the address does not say who and where. */
  wanted: OpenSession | null
  connection: Connection
  places: Places
}

/** The session, and what the shopper sees of it. */
export function createPopup({ api, wanted, connection, places }: PopupDeps): Popup {
  const session = signal<SessionView | null>(null)
  const gone = signal(false)
  const held = signal(false)
  const opening = createSending(connection, () => start())

  const kind = computed(() => {
    const code = places.current.value?.kind ?? session.value?.selection?.kind
    return session.value?.kinds.find((each) => each.code === code)
  })

  const screen = computed<Screen>(() => {
    const view = session.value
    if (!view) return opening.failure.value || !wanted ? 'problem' : 'opening'
    const place = places.current.value
    if (view.conversion && !(place?.after === view.conversion.transactionNumber && view.open)) return 'result'
    if (!view.open || gone.value) return 'ended'
    if (held.value) return 'review'
    return place && mayShow(place.step, view, kind.value) ? place.step : serverStep(view)
  })

  // What the shopper sees is what the history says, also where the server's step came first.
  effect(() => {
    const shown = screen.value
    const place = places.current.peek()
    if (isStep(shown) && place?.step !== shown)
      untracked(() => places.replace({ step: shown, kind: place?.kind ?? null }))
  })

  function accept(view: SessionView): void {
    session.value = newer(session.peek(), view)
  }

  function take(result: ApiResult<SessionView>): ApiResult<SessionView> {
    if (result.ok) accept(result.value)
    else if (result.failure.kind === 'refused') void look(result.failure)
    return result
  }

  async function look(failure: ApiFailure & { kind: 'refused' }): Promise<void> {
    if (failure.code === 'session_unknown') gone.value = true
    else if (failure.code !== 'invalid_request' && failure.code !== 'too_many_requests') await refresh()
  }

  async function refresh(): Promise<boolean> {
    const id = session.peek()?.id
    if (!id) return false
    const result = await api.session(id)
    if (result.ok) accept(result.value)
    else if (result.failure.kind === 'refused' && result.failure.code === 'session_unknown') gone.value = true
    return result.ok || result.failure.kind === 'refused'
  }

  async function start(): Promise<void> {
    if (!wanted) return
    const opened = await opening.run(() => api.open(wanted))
    if (!opened) return
    accept(opened.value)
  }

  return {
    session,
    screen,
    kind,
    gone,
    opening,
    start,
    accept,
    take,
    refresh,
    held,
  }
}

const isStep = (screen: Screen): screen is Step =>
  screen !== 'opening' && screen !== 'problem' && screen !== 'result' && screen !== 'ended'

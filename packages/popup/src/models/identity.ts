import { computed, effect, signal, untracked, type Signal } from '@preact/signals'
import { confirmIdentitySchema, startIdentitySchema } from '@pointpay/contracts'
import type { Api } from '../api/client.ts'
import type { ApiFailure } from '../api/failure.ts'
import type { Connection } from './connection.ts'
import type { Places } from './place.ts'
import type { Popup } from './popup.ts'
import { createSending, type Sending } from './sending.ts'

export type IdentityField = 'name' | 'phone' | 'code'

/** The identity check: who, then the code that was sent there. */
export interface Identity {
  name: Signal<string>
  phone: Signal<string>
  code: Signal<string>
  /** The fields whose entry cannot be right; the first gets the focus. */
  wrong: Signal<readonly IdentityField[]>
  /** True while the shopper changes name or number after a code was sent. */
  changing: Signal<boolean>
  sendingCode: Sending
  confirming: Sending
  sendCode(): Promise<void>
  confirm(): Promise<void>
}

export function createIdentity(api: Api, popup: Popup, places: Places, connection: Connection): Identity {
  const name = signal('')
  const phone = signal('')
  const code = signal('')
  const wrong = signal<readonly IdentityField[]>([])
  const changing = signal(false)
  const sendingCode: Sending = createSending(connection, () => sendCode())
  const confirming: Sending = createSending(connection, () => confirm())

  // The event stream may overtake an answer: what a new code or a right one brings comes with whichever is first, and once.
  const codeExpiresAt = computed(() => {
    const view = popup.session.value?.identity
    return view?.status === 'sent' ? view.codeExpiresAt : null
  })
  effect(() => {
    if (codeExpiresAt.value === null) return
    code.value = ''
    changing.value = false
  })
  const verified = computed(() => popup.session.value?.identity.status === 'verified')
  effect(() => {
    if (verified.value && (confirming.busy.peek() || sendingCode.busy.peek())) untracked(goOnIfVerified)
  })

  async function sendCode(): Promise<void> {
    const id = popup.session.peek()?.id
    const given = startIdentitySchema.safeParse({ name: name.peek(), phone: phone.peek() })
    wrong.value = given.success ? [] : given.error.issues.map(({ path }) => path[0] as IdentityField)
    if (!id || !given.success) return
    confirming.reset()
    const sent = await sendingCode.run(async () => popup.take(await api.startIdentity(id, given.data)))
    if (isTooSoon(sendingCode.failure.peek())) changing.value = false
    if (sent) goOnIfVerified()
  }

  async function confirm(): Promise<void> {
    const id = popup.session.peek()?.id
    const given = confirmIdentitySchema.safeParse({ code: code.peek() })
    wrong.value = given.success ? [] : ['code']
    if (!id || !given.success) return
    sendingCode.reset()
    const confirmed = await confirming.run(async () => popup.take(await api.confirmIdentity(id, given.data)))
    if (confirmed) goOnIfVerified()
  }

  /** Another window of the same session may have got further, so that the server says more than was asked. */
  function goOnIfVerified(): void {
    if (!verified.peek() || places.current.peek()?.step !== 'identity') return
    code.value = ''
    places.go({ step: 'kinds' })
  }

  return { name, phone, code, wrong, changing, sendingCode, confirming, sendCode, confirm }
}

/** A code is on its way already: an answer got lost, or another window asked for it. */
const isTooSoon = (failure: ApiFailure | null) =>
  failure?.kind === 'refused' && failure.code === 'identity_too_soon'

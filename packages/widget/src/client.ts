import type { OpenRequest, PointPay } from './api.ts'
import { refreshButtons } from './button/define-button.ts'
import { createEvents, type Outcome, type PointPayEvents } from './events.ts'
import type { Member } from './member/member.ts'
import { createMemberSource } from './member/member-source.ts'
import { watchMember } from './member/watch-member.ts'
import { askProof } from './opening/member-proof.ts'
import { newNonce, popupUrl, withWayBack } from './opening/popup-url.ts'
import { openPopup } from './opening/popup-window.ts'
import { prefersSameTab } from './opening/same-tab.ts'
import type { PointPayOptions, ShopNo } from './options.ts'
import { attempt } from './page.ts'
import type { Press, Pressed } from './pressed/pressed.ts'
import { isServed } from './shop/is-served.ts'
import { shopNumber } from './shop/shop-number.ts'
import { buttonTexts, chooseLocale, TRY_AGAIN_TEXT } from './texts.ts'
import { version } from './version.ts'

/**
 * Where a press is kept while PointPay has this tab: its nonce, for the page that the shopper comes back to; empty where
 * nothing will tell how the press ended.
 */
const AWAY_KEY = 'pointpay'

/**
 * The SDK itself; the script tag and npm differ in how the part that a press needs is loaded.
 *
 * @param defaultOrigin where the popup is if no option says so
 */
export function createClient(
  options: PointPayOptions,
  defaultOrigin: string,
  loadPressed: () => Promise<Pressed>,
): PointPay {
  // No prototype: what old skins add to Object.prototype must not become an option.
  const settings = { __proto__: null, ...options } as PointPayOptions
  const readMember = createMemberSource()
  const { on, emit } = createEvents()
  /** The press under way, which a second press joins while its popup is open. */
  let current: Press | undefined
  /** A press without a popup, which a second press joins: the member, or the dialog with the link, is waited for. */
  let kept: Promise<Outcome> | undefined
  /** Of the member whom the page knows, for the next press. */
  let proof: string | undefined
  let pressed: Promise<Pressed | undefined> | undefined

  const locale = (asked?: string | null) => chooseLocale(asked || settings.locale)
  const shopOf = (asked?: ShopNo) => Number(asked || settings.shopNo || shopNumber())
  const renewProof = () => {
    proof = undefined
    if (settings.proof) askProof(settings.clientId, (token) => (proof = token))
  }
  const load = () => {
    // A load that failed is tried again by the next press.
    pressed ??= loadPressed().catch(() => (pressed = undefined))
    return pressed
  }

  const originOf = (address?: string) =>
    new URL(address || settings.origin || defaultOrigin, location.href).origin
  const newPress = (nonce: string, button?: Element): Press => ({
    ...settings,
    locale: locale(),
    origin: originOf(),
    statusOrigin: originOf(settings.statusOrigin),
    nonce,
    popup: null,
    heard: [],
    tell: (name, detail) => emit(name, { nonce, ...detail } as PointPayEvents[typeof name], button),
  })

  /**
   * How the press ends: told by code that is loaded now, while the popup is loading too. Without that code there is
   * nothing to tell, and nothing to offer where the popup was blocked.
   */
  async function follow(press: Press, url?: string): Promise<Outcome | undefined> {
    const hear = (event: MessageEvent) => press.heard.push(event)
    addEventListener('message', hear)
    const code = await load()
    removeEventListener('message', hear)
    kept = undefined
    if (url && !press.popup) return code?.offerLink(press, url)
    if (code) return code.followPress(press)
    press.tell('close', {})
    return { kind: 'closed' }
  }

  /** Opens PointPay for a member, inside the click: nothing is awaited before. */
  async function launch(
    aCode: string,
    memberId: string,
    { addParam, anchor, shopNo }: OpenRequest,
  ): Promise<Outcome> {
    const nonce = newNonce()
    const press = newPress(nonce, anchor)
    const shop = shopOf(shopNo)
    const mark = shop === 1 ? nonce : `${nonce}-s${shop}`
    let sent = proof || addParam || settings.addParam
    // PointPay's own popup tells the page nothing, but echoes `add_param` to our server, which then knows nonce and shop in it.
    if (press.statusOrigin !== press.origin && settings.status !== false) {
      if (!sent) sent = mark
      else if (settings.separator) sent += settings.separator + mark
      // The page's own goes through untouched, and nothing will tell how the press ended.
      else if (shop === 1) press.statusOrigin = ''
      // Nor in which shop it was: the first would be credited.
      else return turnAway(newPress('', anchor), await load(), { kind: 'unserved' })
    }
    const url = popupUrl(press.origin, mark, aCode, memberId, sent)
    renewProof()
    const leave = (): Outcome => {
      attempt(() => sessionStorage.setItem(AWAY_KEY, press.statusOrigin && nonce))
      press.tell('open', { mode: 'same-tab' })
      location.assign(withWayBack(url))
      return { kind: 'left', to: 'pointpay' }
    }
    if (settings.mode ? settings.mode === 'same-tab' : prefersSameTab(navigator)) return leave()
    // A popup that still shows the last press would take the new address for a place on its page, and not load it.
    current?.popup?.close()
    current = press
    press.popup = openPopup(url)
    if (press.popup) press.tell('open', { mode: 'popup' })
    press.ended = follow(press, url).then((outcome) => {
      press.ended = undefined
      return outcome ?? leave()
    })
    if (!press.popup) kept = press.ended
    return press.ended
  }

  /** What happens where no popup can be opened at once: the member is waited for, or the shopper told what is wrong. */
  async function wait(
    aCode: string | null | undefined,
    read: () => Member,
    request: OpenRequest,
  ): Promise<Outcome> {
    const press = newPress('', request.anchor)
    const code = await load()
    const member = await code?.awaitMember(read, request.anchor)
    kept = undefined
    if (member?.kind === 'member' && aCode) return launch(aCode, member.memberId, request)
    return turnAway(press, code, member!)
  }

  /** Tells the shopper what is wrong, or leads to the login page. */
  function turnAway(press: Press, code: Pressed | undefined, member: Member): Outcome {
    if (code) return code.refuse(press, member)
    const error = { code: 'load_failed', message: settings.texts?.error ?? TRY_AGAIN_TEXT }
    press.tell('error', error)
    alert(error.message)
    return { kind: 'error', ...error }
  }

  // The shopper is back from PointPay in this tab: on a new page, or on this one out of the browser's page cache.
  const comeBack = () =>
    attempt(() => {
      const nonce = sessionStorage.getItem(AWAY_KEY)
      sessionStorage.removeItem(AWAY_KEY)
      if (nonce !== null) void follow(newPress(nonce))
    })

  const client: PointPay = {
    version,
    on,
    label: (asked) => settings.texts?.button ?? buttonTexts[locale(asked)],
    getMember: (asked) =>
      isServed(shopOf(asked), settings.shops) ? readMember(shopOf(asked)) : { kind: 'unserved' },
    watchMember: (changed, asked) => watchMember(() => client.getMember(asked?.()), changed),
    open(asked) {
      const request = { __proto__: null, ...asked } as OpenRequest
      if (current?.ended && current.popup?.closed === false) {
        current.popup.focus()
        return current.ended
      }
      if (kept) return kept
      const aCode = request.aCode || settings.aCode
      const read = () => client.getMember(request.shopNo)
      const member = read()
      if (aCode && member.kind === 'member') return launch(aCode, member.memberId, request)
      return (kept = wait(aCode, read, request))
    },
    configure(changes) {
      Object.assign(settings, changes)
      renewProof()
      attempt(refreshButtons)
    },
  }
  if (globalThis.document) {
    addEventListener('pageshow', comeBack)
    // Later, for what the page has queued configures this too.
    setTimeout(() => {
      comeBack()
      // Ahead of the press: what CAFE24API knows is asked for, and a proof.
      client.watchMember(renewProof)
    })
  }
  return client
}

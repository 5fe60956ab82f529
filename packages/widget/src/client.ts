import type { OpenRequest, PointPay } from './api.ts'
import type { ErrorCode } from './errors.ts'
import { createEvents, type Outcome, type PointPayEvents } from './events.ts'
import type { Member } from './member/member.ts'
import { createMemberSource } from './member/member-source.ts'
import { shopNumber } from './member/shop-number.ts'
import { watchMember } from './member/watch-member.ts'
import { loginUrl } from './opening/login-url.ts'
import { createMemberProof } from './opening/member-proof.ts'
import { newNonce, popupUrl, withWayBack } from './opening/popup-url.ts'
import { openPopup } from './opening/popup-window.ts'
import { prefersSameTab } from './opening/same-tab.ts'
import { POINTPAY_ORIGIN, type PointPayOptions, type ShopNo } from './options.ts'
import { attempt } from './page.ts'
import type { Press, Pressed } from './pressed/pressed.ts'
import { buttonTexts, chooseLocale, ERROR_TEXT } from './texts.ts'
import { version } from './version.ts'

/** Where a press is kept while PointPay has this tab: its nonce, for the page that the shopper comes back to. */
const AWAY_KEY = 'pointpay'

/** The SDK itself; the script tag and npm differ in how the part that a press needs is loaded. */
export function createClient(options: PointPayOptions, loadPressed: () => Promise<Pressed>): PointPay {
  // No prototype: what old skins add to Object.prototype must not become an option.
  const settings: PointPayOptions = Object.assign(Object.create(null), options)
  const readMember = createMemberSource()
  const proof = createMemberProof()
  const { on, emit } = createEvents()
  /** The press under way, which a second press joins while its popup is open. */
  let current: Press | undefined
  /** A press that came before the member was known. */
  let kept: Promise<Outcome> | undefined

  const shopNo = (asked?: ShopNo) => asked || settings.shopNo || shopNumber()
  const locale = (asked?: string | null) => chooseLocale(asked || settings.locale)
  const load = () => loadPressed().catch(() => undefined)

  async function fail(code: ErrorCode, button?: Element): Promise<Outcome> {
    const pressed = await load()
    const message =
      pressed?.showError(code, { ...settings, locale: locale() }) ?? settings.texts?.error ?? ERROR_TEXT
    if (!pressed) alert(message)
    emit('error', { nonce: null, code, message }, button)
    return { kind: 'error', code, message }
  }

  const newPress = (nonce: string, button?: Element): Press => ({
    ...settings,
    locale: locale(),
    origin: (settings.origin || POINTPAY_ORIGIN).replace(/\/$/, ''),
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
    const pressed = await load()
    removeEventListener('message', hear)
    if (url && !press.popup) return pressed?.offerLink(press, url)
    if (pressed) return pressed.followPress(press)
    press.tell('close', {})
    return { kind: 'closed' }
  }

  /** Opens PointPay for a member, inside the click: nothing is awaited before. */
  function launch(memberId: string, { aCode, addParam, anchor }: OpenRequest): Promise<Outcome> {
    aCode ||= settings.aCode
    if (!aCode) return fail('a_code_missing', anchor)
    const press = newPress(newNonce(), anchor)
    const url = popupUrl(
      press,
      aCode,
      memberId,
      (settings.proof && proof.token()) || addParam || settings.addParam,
    )
    const leave = (): Outcome => {
      attempt(() => sessionStorage.setItem(AWAY_KEY, press.nonce))
      press.tell('open', { mode: 'same-tab' })
      location.assign(withWayBack(url))
      return { kind: 'left', to: 'pointpay' }
    }
    if (settings.mode ? settings.mode === 'same-tab' : prefersSameTab(navigator))
      return Promise.resolve(leave())
    // A popup that still shows the last press would take the new address for a place on its page, and not load it.
    current?.popup?.close()
    press.popup = openPopup(url)
    if (press.popup) press.tell('open', { mode: 'popup' })
    current = press
    const run = async () => {
      const outcome = (await follow(press, url)) ?? leave()
      press.ended = undefined
      return outcome
    }
    press.ended = run()
    return press.ended
  }

  function proceed(member: Member, request: OpenRequest): Promise<Outcome> {
    if (member.kind === 'member') return launch(member.memberId, request)
    if (member.kind !== 'guest') return fail(`member_${member.kind}`, request.anchor)
    location.assign(loginUrl(settings.loginUrl))
    return Promise.resolve({ kind: 'left', to: 'login' })
  }

  // The shopper is back from PointPay in this tab: on a new page, or on this one out of the browser's page cache.
  function comeBack() {
    const nonce = attempt(() => sessionStorage.getItem(AWAY_KEY))
    if (!nonce) return
    attempt(() => sessionStorage.removeItem(AWAY_KEY))
    void follow(newPress(nonce))
  }
  if (globalThis.document) {
    addEventListener('pageshow', comeBack)
    comeBack()
  }

  return {
    version,
    on,
    label: (asked) => settings.texts?.button ?? buttonTexts[locale(asked)],
    getMember: (asked) => readMember(shopNo(asked)),
    watchMember: (changed, asked) =>
      watchMember(
        () => readMember(shopNo(asked?.())),
        (member) => {
          if (settings.proof && member.kind === 'member') proof.renew(settings.clientId)
          changed(member)
        },
      ),
    open(request = {}) {
      if (current?.ended && current.popup && !current.popup.closed) {
        current.popup.focus()
        return current.ended
      }
      const read = () => readMember(shopNo(request.shopNo))
      const { kind } = read()
      if (!kept && (kind === 'member' || kind === 'guest')) return proceed(read(), request)
      kept ??= load().then(async (pressed) => {
        const member = (await pressed?.awaitMember(read)) ?? read()
        kept = undefined
        return proceed(member, request)
      })
      return kept
    },
    configure(changes) {
      Object.assign(settings, changes)
    },
  }
}

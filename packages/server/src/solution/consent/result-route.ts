import type { ConsentResult } from '@pointpay/credit'
import { type Context, Hono } from 'hono'
import { showPage, type Page } from '../../http/page.ts'
import type { Media } from '../../media/media.ts'
import { type Addresses, snippetOf } from '../addresses.ts'
import type { SolutionOptions } from '../deps.ts'
import type { ScriptTags } from '../script-tag/script-tags.ts'
import type { Shops } from '../shops/shops.ts'
import { completePage } from './complete-page.ts'
import { failurePages, unknownMediaPage } from './failure-pages.ts'
import type { InstallCookie } from './install-cookie.ts'
import type { InstallState, InstallStates } from './install-state.ts'

interface ResultRouteDeps extends Pick<SolutionOptions, 'media' | 'credits' | 'origin' | 'log'> {
  addresses: Addresses
  states: InstallStates
  cookie: InstallCookie
  scriptTags: ScriptTags
  shops: Shops
}

type MallMedia = Media & { mallId: string }

/** `GET /solution/result`: where Cafe24 sends the mall's owner back to. Every way to fail has its page and its event. */
export function resultRoute(deps: ResultRouteDeps) {
  const { media, credits, origin, log, addresses, states, cookie, scriptTags, shops } = deps

  async function settle(c: Context): Promise<Page | { goOn: string }> {
    const redeemed = await states.redeem(c.req.query('state') ?? '', cookie.read(c))
    if (redeemed.kind === 'forged') {
      log.warn({}, 'consent.state_forged')
      return failurePages.forged()
    }
    const { state } = redeemed
    const again = { href: addresses.install(state.mediaCode, state.extras) }
    const found = await media.byCode(state.mediaCode)
    if (!found?.mallId) return unknownMediaPage
    const shop: MallMedia = { ...found, mallId: found.mallId }
    const fields = { mediaCode: shop.code, mallId: shop.mallId }
    if (redeemed.kind === 'stale') {
      log.warn(fields, 'consent.state_stale')
      return failurePages.stale(again)
    }
    if (redeemed.kind === 'other-browser') {
      log.warn(fields, 'consent.other_browser')
      return failurePages.otherBrowser(again)
    }
    if (redeemed.kind === 'reused') {
      log.warn(fields, 'consent.state_reused')
      const status = await credits.malls.status(shop.mallId)
      return failurePages.reused(again, status?.consent.kind === 'consented')
    }
    const error = c.req.query('error')
    if (error !== undefined) return refusedAtCafe24(error, shop, state)
    const code = c.req.query('code')
    if (!code) {
      log.warn(fields, 'consent.code_missing')
      return failurePages.appRefused(again)
    }
    const result = await credits.malls.consent({ mallId: shop.mallId, code })
    return result.kind === 'consented' ? complete(shop, state, result) : failed(result, shop, again)
  }

  /** The consent page itself said no. */
  function refusedAtCafe24(error: string, shop: MallMedia, state: InstallState): Page | { goOn: string } {
    const again = { href: addresses.install(shop.code, state.extras) }
    const fields = { mediaCode: shop.code, mallId: shop.mallId, error: error.slice(0, 40) }
    switch (error) {
      case 'access_denied':
        log.warn(fields, 'consent.denied')
        return failurePages.denied(again)
      case 'invalid_scope':
        log.warn(fields, 'consent.scope_refused')
        // The app lacks an extra's scopes: 적립금 alone must not fail for it. Cafe24 does not say which one.
        if (state.extras.shops)
          return { goOn: addresses.install(shop.code, { ...state.extras, shops: false }) }
        if (state.extras.scriptTag)
          return { goOn: addresses.install(shop.code, { ...state.extras, scriptTag: false }) }
        return failurePages.scopeMissing(again, ['적립금 Read + Write'])
      case 'server_error':
      case 'temporarily_unavailable':
        log.warn(fields, 'consent.cafe24_down')
        return failurePages.cafe24Down(again)
      default:
        log.warn(fields, 'consent.app_refused')
        return failurePages.appRefused(again)
    }
  }

  function failed(
    result: Exclude<ConsentResult, { kind: 'consented' }>,
    shop: MallMedia,
    again: { href: string },
  ): Page {
    const fields = { mediaCode: shop.code, mallId: shop.mallId }
    switch (result.kind) {
      case 'wrong-mall':
        log.warn({ ...fields, consentedMallId: result.consentedMallId }, 'consent.wrong_mall')
        return failurePages.wrongMall(again, shop.mallId, result.consentedMallId)
      case 'wrong-account':
        log.warn(fields, 'consent.wrong_account')
        return failurePages.wrongAccount(again, shop.mallId, result.userId)
      case 'scope-missing':
        log.warn({ ...fields, missing: result.missing }, 'consent.scope_missing')
        return failurePages.scopeMissing(again, result.missing)
      case 'unavailable':
        log.warn({ ...fields, code: result.code }, 'consent.cafe24_down')
        return failurePages.cafe24Down(again)
      case 'refused':
        log.warn({ ...fields, code: result.code }, 'consent.app_refused')
        return failurePages.appRefused(again)
      case 'unknown-mall':
        log.error(fields, 'consent.mall_unregistered')
        return unknownMediaPage
    }
  }

  async function complete(
    shop: MallMedia,
    state: InstallState,
    result: Extract<ConsentResult, { kind: 'consented' }>,
  ): Promise<Page> {
    log.info({ mediaCode: shop.code, mallId: shop.mallId }, 'consent.completed')
    const read = state.extras.shops ? await shops.read(shop) : null
    const withShops = read?.kind === 'done' ? read.media : shop
    const put = state.extras.scriptTag ? await scriptTags.put(withShops) : null
    const mall = await credits.malls.status(shop.mallId)
    return completePage({
      mallId: shop.mallId,
      mediaCode: shop.code,
      shops: read === null ? 'not-asked' : read.kind === 'done' ? read.media.shops : 'failed',
      snippet: snippetOf(origin, withShops, mall?.clientId ?? null),
      tokenGoodUntil: result.tokenGoodUntil,
      scriptTag: put === null ? 'not-asked' : put.kind === 'done' ? 'put' : 'failed',
      scriptTagInstall: addresses.install(shop.code, { scriptTag: true }),
    })
  }

  return new Hono().get('/solution/result', async (c) => {
    const outcome = await settle(c)
    c.header('Referrer-Policy', 'no-referrer')
    return 'goOn' in outcome ? c.redirect(outcome.goOn) : showPage(c, outcome)
  })
}

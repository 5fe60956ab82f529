import { mediaCodeSchema } from '@pointpay/contracts'
import { pointScopes, scriptTagScopes } from '@pointpay/credit'
import { Hono } from 'hono'
import { showPage } from '../../http/page.ts'
import type { SolutionOptions } from '../deps.ts'
import type { ScriptTags } from '../script-tag/script-tags.ts'
import { unknownMediaPage } from './failure-pages.ts'
import type { InstallCookie } from './install-cookie.ts'
import type { InstallStates } from './install-state.ts'

interface InstallRouteDeps extends Pick<SolutionOptions, 'media' | 'credits' | 'log'> {
  states: InstallStates
  cookie: InstallCookie
  scriptTags: ScriptTags
}

/**
 * `GET /solution/install/{a_code}`: sends the mall's owner to Cafe24's consent. Asks for the 적립금 scopes that the guide has every
 * app register; for the script tag's only with `?script_tag=1` or where the widget was put in before, since Cafe24 turns
 * away a consent for scopes that the app lacks.
 */
export function installRoute({ media, credits, log, states, cookie, scriptTags }: InstallRouteDeps) {
  return new Hono().get('/solution/install/:mediaCode', async (c) => {
    const code = mediaCodeSchema.safeParse(c.req.param('mediaCode'))
    const found = code.success ? await media.byCode(code.data) : null
    if (!found?.mallId) {
      log.warn({}, 'consent.media_unknown')
      return showPage(c, unknownMediaPage)
    }
    const asked = c.req.query('script_tag')
    const withScriptTag = asked === '1' || (asked !== '0' && (await scriptTags.lastPut(found.code)) !== null)
    const state = await states.issue({ mediaCode: found.code, withScriptTag }, cookie.ensure(c))
    const scopes = withScriptTag ? [...pointScopes, ...scriptTagScopes] : pointScopes
    const address = await credits.malls.authorizeUrl(found.mallId, state, scopes)
    if (!address) {
      log.error({ mediaCode: found.code, mallId: found.mallId }, 'consent.mall_unregistered')
      return showPage(c, unknownMediaPage)
    }
    log.info({ mediaCode: found.code, mallId: found.mallId, withScriptTag }, 'consent.begun')
    c.header('Cache-Control', 'no-store')
    c.header('Referrer-Policy', 'no-referrer')
    return c.redirect(address)
  })
}

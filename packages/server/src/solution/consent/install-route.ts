import { mediaCodeSchema } from '@pointpay/contracts'
import { pointScopes, scriptTagScopes, shopScopes } from '@pointpay/credit'
import { Hono } from 'hono'
import { showPage } from '../../http/page.ts'
import { extraParameters } from '../addresses.ts'
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
 * app register. Asks for the script tag's with `?script_tag=1` or where the widget was put in before, and for the shops' with
 * `?shops=1` or where they were read before; not always, since Cafe24 turns away a consent for scopes that the app lacks.
 */
export function installRoute({ media, credits, log, states, cookie, scriptTags }: InstallRouteDeps) {
  return new Hono().get('/solution/install/:mediaCode', async (c) => {
    const code = mediaCodeSchema.safeParse(c.req.param('mediaCode'))
    const found = code.success ? await media.byCode(code.data) : null
    if (!found?.mallId) {
      log.warn({}, 'consent.media_unknown')
      return showPage(c, unknownMediaPage)
    }
    const asked = (extra: keyof typeof extraParameters) => c.req.query(extraParameters[extra])
    const extras = {
      scriptTag: wants(asked('scriptTag'), (await scriptTags.lastPut(found.code)) !== null),
      shops: wants(asked('shops'), found.shopsReadAt !== null),
    }
    const state = await states.issue({ mediaCode: found.code, extras }, cookie.ensure(c))
    const scopes = [
      ...pointScopes,
      ...(extras.scriptTag ? scriptTagScopes : []),
      ...(extras.shops ? shopScopes : []),
    ]
    const address = await credits.malls.authorizeUrl(found.mallId, state, scopes)
    if (!address) {
      log.error({ mediaCode: found.code, mallId: found.mallId }, 'consent.mall_unregistered')
      return showPage(c, unknownMediaPage)
    }
    log.info({ mediaCode: found.code, mallId: found.mallId, ...extras }, 'consent.begun')
    c.header('Cache-Control', 'no-store')
    c.header('Referrer-Policy', 'no-referrer')
    return c.redirect(address)
  })
}

const wants = (asked: string | undefined, before: boolean) => asked === '1' || (asked !== '0' && before)

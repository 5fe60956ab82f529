import type { MediaCode, MediaStatus, NewMedia } from '@pointpay/contracts'
import type { Media } from '../../media/media.ts'
import type { Addresses, ConsentExtras } from '../addresses.ts'
import type { SolutionOptions } from '../deps.ts'
import type { MallCallFailure } from '../mall-call.ts'
import type { AddMediaResult, MallCallResult, SetUp } from '../ports.ts'
import type { ReturnMediaStore } from '../return/return-media.ts'
import type { ScriptTags } from '../script-tag/script-tags.ts'
import type { Shops } from '../shops/shops.ts'
import type { ReadStatuses } from './media-status.ts'
import { newMediaOf } from './new-media.ts'

interface SetUpDeps extends Pick<SolutionOptions, 'media' | 'credits' | 'random' | 'log' | 'service'> {
  addresses: Addresses
  returnMedia: ReturnMediaStore
  scriptTags: ScriptTags
  shops: Shops
  readStatuses: ReadStatuses
}

export function createSetUp(deps: SetUpDeps): SetUp {
  const { media, credits, random, log, service, addresses, returnMedia, scriptTags, shops, readStatuses } =
    deps
  // 256 bits: nobody finds one by trying.
  const newKey = () => Buffer.from(random(32)).toString('base64url')

  async function statusOf(code: MediaCode): Promise<MediaStatus> {
    const [status] = await readStatuses([code])
    if (!status) throw new Error(`Media ${code} was there a moment ago and is gone now.`)
    return status
  }

  async function add(wanted: NewMedia): Promise<AddMediaResult> {
    const { integration } = wanted
    if ((await media.add(newMediaOf(wanted, addresses, newKey, service))) === 'exists') {
      const other = integration.kind === 'cafe24' ? await media.byMallId(integration.mallId) : null
      const codeIsTaken = (await media.byCode(wanted.code)) !== null
      return codeIsTaken || !other ? { kind: 'exists' } : { kind: 'mall-taken', byMediaCode: other.code }
    }
    // After the media, so that of two who want one mall only the one who got it brings its app.
    if (integration.kind === 'cafe24') {
      const { mallId, clientId, clientSecret } = integration
      await credits.malls.register({ mallId, clientId, clientSecret, redirectUri: addresses.redirectUri })
    }
    log.info({ mediaCode: wanted.code, kind: integration.kind }, 'media.added')
    return { kind: 'added', status: await statusOf(wanted.code) }
  }

  /** @param extra what the owner must consent to for it. */
  async function callMall(
    code: MediaCode,
    extra: keyof ConsentExtras,
    carryOut: (media: Media & { mallId: string }) => Promise<{ kind: 'done' } | MallCallFailure>,
  ): Promise<MallCallResult> {
    const found = await media.byCode(code)
    if (!found?.mallId) return { kind: 'not-found' }
    const outcome = await carryOut({ ...found, mallId: found.mallId })
    if (outcome.kind === 'done') return { kind: 'done', status: await statusOf(code) }
    const message =
      outcome.kind === 'consent-needed'
        ? `${extraWords[extra]} 권한이 없습니다. 쇼핑몰 대표운영자가 ${addresses.install(code, { [extra]: true })} 에서 동의해야 합니다.`
        : `카페24가 처리하지 못했습니다. 바뀐 것은 없으니 잠시 후 다시 시도해 주세요. (${outcome.message})`
    return { kind: outcome.kind, message }
  }

  async function readShops(found: Media & { mallId: string }) {
    const read = await shops.read(found)
    if (read.kind === 'done') await updateScriptTag(read.media)
    return read
  }

  /** A changed mode or popup changes the script's address, changed shops its places. If Cafe24 does not take it now, the tag shows as outdated. */
  async function updateScriptTag(changed: Media): Promise<void> {
    const put = await scriptTags.lastPut(changed.code)
    if (!changed.mallId || !put || scriptTags.isCurrent(changed, put)) return
    const outcome = await scriptTags.put({ ...changed, mallId: changed.mallId })
    log.info({ mediaCode: changed.code, outcome: outcome.kind }, 'script_tag.updated')
  }

  return {
    add,
    async change(code, change) {
      const given = Object.entries(change).filter(([, value]) => value !== undefined)
      const byHand = change.shops ? { shopsReadAt: null } : {}
      const changed = await media.change(code, { ...Object.fromEntries(given), ...byHand })
      if (!changed) return null
      await returnMedia.announceChange()
      await updateScriptTag(changed)
      log.info({ mediaCode: code, fields: Object.keys(change) }, 'media.changed')
      return statusOf(code)
    },
    async changeApp(code, app) {
      const found = await media.byCode(code)
      if (!found?.mallId) return null
      await credits.malls.register({ mallId: found.mallId, ...app, redirectUri: addresses.redirectUri })
      log.info({ mediaCode: code }, 'media.app_changed')
      return statusOf(code)
    },
    async renewReturnKey(code) {
      const found = await media.byCode(code)
      if (!found?.returnKey) return null
      const returnKey = newKey()
      await media.change(code, { returnKey, returnUrl: addresses.returnUrl(returnKey) })
      await returnMedia.announceChange()
      log.info({ mediaCode: code }, 'media.return_key_renewed')
      return statusOf(code)
    },
    statuses: readStatuses,
    readShops: (code) => callMall(code, 'shops', readShops),
    putScriptTag: (code) => callMall(code, 'scriptTag', scriptTags.put),
    removeScriptTag: (code) => callMall(code, 'scriptTag', scriptTags.remove),
  }
}

const extraWords: Record<keyof ConsentExtras, string> = { scriptTag: '스크립트 태그', shops: '상점 정보' }

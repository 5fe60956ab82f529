import type { MediaCode } from '@pointpay/contracts'
import { type Failure, type MallAccess, type NewScriptTag, scriptTagScopes } from '@pointpay/credit'
import type { Media } from '../../media/media.ts'
import type { SolutionOptions } from '../deps.ts'
import { popupOptions } from '../addresses.ts'
import { SDK_SCRIPT } from '../sdk/load-sdk.ts'
import type { ScriptTagTable } from '../tables.ts'
import { bringTo } from './bring-to.ts'

/** The widget is put into a mall's first shop: the consent does not say which others there are. */
const SHOP_NO = 1

export type ScriptTagOutcome =
  | { kind: 'done' }
  /** The owner's consent lacks the scopes, or there is none. */
  | { kind: 'consent-needed' }
  | { kind: 'unavailable'; message: string }

type TaggedMedia = Pick<Media, 'code' | 'mode' | 'popup' | 'kind' | 'nonceSeparator'>
export type MallMedia = TaggedMedia & { mallId: string }

/** The widget in malls, by Cafe24's script tags, pinned to a version and its hash. */
export interface ScriptTags {
  /** Puts it in, or brings it to the present version. */
  put(media: MallMedia): Promise<ScriptTagOutcome>
  remove(media: MallMedia): Promise<ScriptTagOutcome>
  /** As it was put in last; null: it was not, or was taken out. */
  lastPut(mediaCode: MediaCode): Promise<ScriptTagTable | null>
  /** All that were put in. */
  allPut(): Promise<ScriptTagTable[]>
  isCurrent(media: TaggedMedia, put: ScriptTagTable): boolean
}

type ScriptTagDeps = Pick<SolutionOptions, 'db' | 'cafe24' | 'credits' | 'sdk' | 'origin' | 'clock' | 'log'>

export function createScriptTags(deps: ScriptTagDeps): ScriptTags {
  const { db, cafe24, credits, sdk, origin, clock, log } = deps

  /** Cafe24's script tags carry no attributes: what they would say stands in the address. */
  function wanted(media: TaggedMedia): NewScriptTag {
    const query = new URLSearchParams({ a_code: media.code, ...popupOptions(media) })
    return {
      shopNo: SHOP_NO,
      src: `${origin}/sdk/${sdk.version}/${SDK_SCRIPT}?${query}`,
      displayLocation: ['all'],
      integrity: sdk.script.integrity,
    }
  }

  async function withAccess(
    media: MallMedia,
    work: (access: MallAccess) => Promise<Failure | null>,
  ): Promise<ScriptTagOutcome> {
    const token = await credits.malls.access(media.mallId)
    if (token.kind === 'unavailable') return { kind: 'unavailable', message: token.message }
    if (token.kind !== 'token' || scriptTagScopes.some((scope) => !token.scopes.includes(scope)))
      return { kind: 'consent-needed' }
    const failure = await work({ mallId: media.mallId, accessToken: token.accessToken })
    if (!failure) return { kind: 'done' }
    const { code, status, message } = failure
    log.warn({ mediaCode: media.code, mallId: media.mallId, code, status }, 'script_tag.failed')
    return code === 'forbidden' ? { kind: 'consent-needed' } : { kind: 'unavailable', message }
  }

  return {
    put(media) {
      const tag = wanted(media)
      return withAccess(media, async (access) => {
        const failure = await bringTo(cafe24.scriptTags, access, tag)
        if (failure) return failure
        const row = { src: tag.src, integrity: tag.integrity, put_at: clock() }
        await db
          .insertInto('solution_script_tag')
          .values({ media_code: media.code, ...row })
          .onConflict((conflict) => conflict.column('media_code').doUpdateSet(row))
          .execute()
        log.info({ mediaCode: media.code, version: sdk.version }, 'script_tag.put')
        return null
      })
    },
    remove(media) {
      return withAccess(media, async (access) => {
        const failure = await bringTo(cafe24.scriptTags, access, null)
        if (failure) return failure
        await db.deleteFrom('solution_script_tag').where('media_code', '=', media.code).execute()
        log.info({ mediaCode: media.code }, 'script_tag.removed')
        return null
      })
    },
    async lastPut(mediaCode) {
      const row = await db
        .selectFrom('solution_script_tag')
        .selectAll()
        .where('media_code', '=', mediaCode)
        .executeTakeFirst()
      return row ?? null
    },
    allPut: () => db.selectFrom('solution_script_tag').selectAll().orderBy('media_code').execute(),
    isCurrent(media, put) {
      const tag = wanted(media)
      return put.src === tag.src && put.integrity === tag.integrity
    },
  }
}

import { type MediaCode, servedShops } from '@pointpay/contracts'
import { type Failure, type MallAccess, type NewScriptTag, scriptTagScopes } from '@pointpay/credit'
import type { Media } from '../../media/media.ts'
import { popupOptions } from '../addresses.ts'
import type { SolutionOptions } from '../deps.ts'
import { callMall, type MallCallFailure } from '../mall-call.ts'
import { SDK_SCRIPT } from '../sdk/load-sdk.ts'
import type { ScriptTagTable } from '../tables.ts'
import { reconcileScriptTags } from './reconcile-script-tags.ts'

export type ScriptTagOutcome = { kind: 'done' } | MallCallFailure

type TaggedMedia = Pick<
  Media,
  'code' | 'mode' | 'popup' | 'kind' | 'nonceSeparator' | 'memberProof' | 'shops'
>
export type MallMedia = TaggedMedia & { mallId: string }

/**
 * The widget in malls, by Cafe24's script tags, pinned to a version and its hash: one in each shop that is served, none in the
 * mall's other shops.
 */
export interface ScriptTags {
  /** Puts it in, or brings it to the present version. */
  put(media: MallMedia): Promise<ScriptTagOutcome>
  remove(media: MallMedia): Promise<ScriptTagOutcome>
  /** As it was put in last; null: it was not, or was taken out. */
  lastPut(mediaCode: MediaCode): Promise<ScriptTagTable | null>
  /** All that were put in. */
  allPut(): Promise<ScriptTagTable[]>
  /** @param clientId of the mall's app at Cafe24 */
  isCurrent(media: TaggedMedia, put: ScriptTagTable, clientId: string | null): boolean
  /** Brings it to the present version where it was put in; null: there is nothing to do. */
  update(media: TaggedMedia & { mallId: string | null }): Promise<ScriptTagOutcome | null>
}

type ScriptTagDeps = Pick<SolutionOptions, 'db' | 'cafe24' | 'credits' | 'sdk' | 'origin' | 'clock' | 'log'>

export function createScriptTags(deps: ScriptTagDeps): ScriptTags {
  const { db, cafe24, credits, sdk, origin, clock, log } = deps

  /** Cafe24's script tags carry no attributes: what they would say stands in the address. */
  function wanted(media: TaggedMedia, clientId: string | null): Omit<NewScriptTag, 'shopNo'> {
    const query = new URLSearchParams({ a_code: media.code, ...popupOptions(media, clientId) })
    return {
      src: `${origin}/sdk/${sdk.version}/${SDK_SCRIPT}?${query}`,
      displayLocation: ['all'],
      integrity: sdk.script.integrity,
    }
  }

  /** Where Cafe24 fails midway, the shops before are done: doing it again leaves them as they are. */
  async function reconcileShops(
    media: MallMedia,
    tagOf: (shopNo: number) => NewScriptTag | null,
  ): Promise<ScriptTagOutcome> {
    const put = await lastPut(media.code)
    // A shop that left the registry may still have the tag.
    const shops = new Set([...media.shops.map(({ shopNo }) => shopNo), ...(put?.shops ?? [])])
    const reconcileAll = async (access: MallAccess): Promise<{ ok: true; value: null } | Failure> => {
      for (const shopNo of shops) {
        const failure = await reconcileScriptTags(cafe24.scriptTags, access, shopNo, tagOf(shopNo))
        if (failure) return failure
      }
      return { ok: true, value: null }
    }
    const outcome = await callMall(deps, media, scriptTagScopes, reconcileAll)
    return outcome.kind === 'done' ? { kind: 'done' } : outcome
  }

  async function lastPut(mediaCode: MediaCode): Promise<ScriptTagTable | null> {
    const row = await db
      .selectFrom('solution_script_tag')
      .selectAll()
      .where('media_code', '=', mediaCode)
      .executeTakeFirst()
    return row ?? null
  }

  const clientIdOf = async (mallId: string) => (await credits.malls.status(mallId))?.clientId ?? null

  const scriptTags: ScriptTags = {
    async put(media) {
      const tag = wanted(media, await clientIdOf(media.mallId))
      const served: number[] = servedShops(media.shops)
      const outcome = await reconcileShops(media, (shopNo) =>
        served.includes(shopNo) ? { ...tag, shopNo } : null,
      )
      if (outcome.kind !== 'done') return outcome
      const row = { src: tag.src, integrity: tag.integrity, shops: served, put_at: clock() }
      await db
        .insertInto('solution_script_tag')
        .values({ media_code: media.code, ...row })
        .onConflict((conflict) => conflict.column('media_code').doUpdateSet(row))
        .execute()
      log.info({ mediaCode: media.code, version: sdk.version, shops: served }, 'script_tag.put')
      return outcome
    },
    async remove(media) {
      const outcome = await reconcileShops(media, () => null)
      if (outcome.kind !== 'done') return outcome
      await db.deleteFrom('solution_script_tag').where('media_code', '=', media.code).execute()
      log.info({ mediaCode: media.code }, 'script_tag.removed')
      return outcome
    },
    lastPut,
    allPut: () => db.selectFrom('solution_script_tag').selectAll().orderBy('media_code').execute(),
    isCurrent(media, put, clientId) {
      const tag = wanted(media, clientId)
      const served = servedShops(media.shops)
      const inThoseShops =
        put.shops.length === served.length && served.every((shopNo) => put.shops.includes(shopNo))
      return put.src === tag.src && put.integrity === tag.integrity && inThoseShops
    },
    async update(media) {
      const put = await lastPut(media.code)
      const { mallId } = media
      if (!put || mallId === null) return null
      if (scriptTags.isCurrent(media, put, await clientIdOf(mallId))) return null
      const outcome = await scriptTags.put({ ...media, mallId })
      log.info({ mediaCode: media.code, outcome: outcome.kind }, 'script_tag.updated')
      return outcome
    },
  }
  return scriptTags
}

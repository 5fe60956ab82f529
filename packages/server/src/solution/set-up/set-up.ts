import type { MediaChange, MediaCode, MediaStatus, NewMedia } from '@pointpay/contracts'
import { hasPublicHost } from '../../kernel/network-address.ts'
import type { Media } from '../../media/media.ts'
import type { MediaStore } from '../../media/media-store.ts'
import { changeRecorded, type RecordMediaChange } from '../../media/recorded-change.ts'
import type { Addresses, ConsentExtras } from '../addresses.ts'
import type { SolutionOptions } from '../deps.ts'
import type { MallCallFailure } from '../mall-call.ts'
import type { AddMediaResult, ChangeMediaResult, MallCallResult, SetUp } from '../ports.ts'
import type { ReturnMediaStore } from '../return/return-media.ts'
import type { ScriptTags } from '../script-tag/script-tags.ts'
import type { Shops } from '../shops/shops.ts'
import type { ReadStatuses } from './media-status.ts'
import { newMediaOf } from './new-media.ts'

interface SetUpDeps extends Pick<SolutionOptions, 'db' | 'media' | 'credits' | 'log' | 'service'> {
  addresses: Addresses
  returnMedia: ReturnMediaStore
  scriptTags: ScriptTags
  shops: Shops
  readStatuses: ReadStatuses
}

export function createSetUp(deps: SetUpDeps): SetUp {
  const { db, media, credits, log, service, addresses, returnMedia, scriptTags, shops, readStatuses } = deps

  async function statusOf(code: MediaCode): Promise<MediaStatus> {
    const [status] = await readStatuses([code])
    if (!status) throw new Error(`Media ${code} was there a moment ago and is gone now.`)
    return status
  }

  const recorded = <T>(
    code: MediaCode,
    record: RecordMediaChange | undefined,
    work: (within: MediaStore) => Promise<T>,
  ) => changeRecorded(db, media, code, record, work)

  /** A sandbox may post to this machine, as the demo does: nothing real moves there. */
  const isUnreachable = ({ kind, mode, returnUrl }: Pick<Media, 'kind' | 'mode' | 'returnUrl'>) =>
    kind === 'own-backend' && mode === 'live' && !service.sandbox && !hasPublicHost(returnUrl ?? '')

  async function add(wanted: NewMedia, record?: RecordMediaChange): Promise<AddMediaResult> {
    const { integration } = wanted
    const row = newMediaOf(wanted, service)
    if (isUnreachable(row)) return { kind: 'inner-address' }
    if (hasNoToken(row)) return { kind: 'no-cafe24-token' }
    const added = await recorded(wanted.code, record && onlyNew(record), async (within) => {
      if ((await within.add(row)) === 'exists') return null
      return demandsSignatures(wanted)
        ? within.issueKey(wanted.code, 'proof', PROOF_KEY_OVERLAP_MS)
        : { key: null }
    })
    if (!added) {
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
    const status = await statusOf(wanted.code)
    return { kind: 'added', status: added.key ? { ...status, proofKey: added.key } : status }
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

  async function readShops(found: Media & { mallId: string }, record?: RecordMediaChange) {
    const read = await shops.read(found, record)
    if (read.kind === 'done') await scriptTags.update(read.media)
    return read
  }

  return {
    add,
    async change(code, change, record): Promise<ChangeMediaResult> {
      const before = await media.byCode(code)
      if (!before) return { kind: 'not-found' }
      if (hasNoToken({ ...before, memberProof: change.memberProof ?? 'none' }))
        return { kind: 'no-cafe24-token' }
      const field = newlyDemanding(before, change)
      if (field && (await media.proofKeys(code)).length === 0) return { kind: 'proof-key-needed', field }
      if (change.mode === 'live' && isUnreachable({ ...before, mode: 'live' }))
        return { kind: 'inner-address' }
      const given = Object.entries(change).filter(([, value]) => value !== undefined)
      const byHand = change.shops ? { shopsReadAt: null } : {}
      const changed = await recorded(code, record, (within) =>
        within.change(code, { ...Object.fromEntries(given), ...byHand }),
      )
      if (!changed) return { kind: 'not-found' }
      await returnMedia.announceChange()
      // A changed mode, popup or proof changes the script's address, changed shops its places. A tag that Cafe24 does not take now shows as outdated.
      await scriptTags.update(changed)
      log.info({ mediaCode: code, fields: Object.keys(change) }, 'media.changed')
      return { kind: 'changed', status: await statusOf(code) }
    },
    async changeApp(code, app, record) {
      const found = await media.byCode(code)
      if (!found?.mallId) return null
      await record?.((await credits.malls.app(found.mallId))?.clientId ?? null)
      await credits.malls.register({ mallId: found.mallId, ...app, redirectUri: addresses.redirectUri })
      // The script asks for the member's token as the app.
      await scriptTags.update(found)
      log.info({ mediaCode: code }, 'media.app_changed')
      return statusOf(code)
    },
    async renewReturnKey(code, record) {
      if (!(await media.byCode(code))?.mallId) return null
      await recorded(code, record, (within) => within.issueKey(code, 'return', RETURN_KEY_OVERLAP_MS))
      await returnMedia.announceChange()
      log.info({ mediaCode: code }, 'media.return_key_renewed')
      return statusOf(code)
    },
    async endOldReturnKey(code, record) {
      if (!(await media.byCode(code))?.mallId) return null
      await recorded(code, record, (within) => within.endOldKeys(code, 'return'))
      await returnMedia.announceChange()
      log.info({ mediaCode: code }, 'media.old_return_key_ended')
      return statusOf(code)
    },
    async issueProofKey(code, record) {
      if (!(await media.byCode(code))) return null
      const { key: proofKey } = await recorded(code, record, (within) =>
        within.issueKey(code, 'proof', PROOF_KEY_OVERLAP_MS),
      )
      log.info({ mediaCode: code }, 'media.proof_key_issued')
      return { ...(await statusOf(code)), proofKey }
    },
    async endOldProofKey(code, record) {
      if (!(await media.byCode(code))) return null
      await recorded(code, record, (within) => within.endOldKeys(code, 'proof'))
      log.info({ mediaCode: code }, 'media.old_proof_key_ended')
      return statusOf(code)
    },
    statuses: readStatuses,
    readShops: (code, record) => callMall(code, 'shops', (found) => readShops(found, record)),
    putScriptTag: (code) => callMall(code, 'scriptTag', scriptTags.put),
    removeScriptTag: (code) => callMall(code, 'scriptTag', scriptTags.remove),
  }
}

/** A person at PointPay registers the new address by hand; postbacks are tried again for more than a day. */
const RETURN_KEY_OVERLAP_MS = 7 * 24 * 3_600_000
/** The merchant deploys the new key when it suits them. */
const PROOF_KEY_OVERLAP_MS = 7 * 24 * 3_600_000

/** A media that was there already, or was not added, did not change. */
function onlyNew(record: RecordMediaChange): RecordMediaChange {
  return async (trx, change) => {
    if (!change.before && change.after) await record(trx, change)
  }
}

const demandsSignatures = (wanted: Pick<NewMedia, 'memberProof' | 'unverifiedAllowed'>) =>
  wanted.memberProof === 'signed-param' || wanted.unverifiedAllowed

/** The field of a change from which on the popup demands signatures of the merchant's backend; null: none, or it did before. */
function newlyDemanding(before: Media, { memberProof, unverifiedAllowed }: MediaChange) {
  if (memberProof === 'signed-param' && before.memberProof !== 'signed-param') return 'memberProof'
  return unverifiedAllowed && !before.unverifiedAllowed ? 'unverifiedAllowed' : null
}

/** Cafe24 signs tokens for members of its malls alone: nobody would come through. */
const hasNoToken = ({ kind, memberProof }: Pick<Media, 'kind' | 'memberProof'>) =>
  kind === 'own-backend' && memberProof === 'cafe24-token'

const extraWords: Record<keyof ConsentExtras, string> = { scriptTag: '스크립트 태그', shops: '상점 정보' }

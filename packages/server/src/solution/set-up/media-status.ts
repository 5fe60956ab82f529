import type { MediaCode, MediaStatus } from '@pointpay/contracts'
import { type MallStatus, scriptTagScopes, shopScopes, type Scope } from '@pointpay/credit'
import type { Media } from '../../media/media.ts'
import { type Addresses, snippetOf } from '../addresses.ts'
import type { SolutionOptions } from '../deps.ts'
import { hasScopes } from '../mall-call.ts'
import type { ScriptTags } from '../script-tag/script-tags.ts'
import type { ScriptTagTable } from '../tables.ts'
import type { UnusualStore } from '../unusual/unusual-store.ts'
import { wordsOf } from './consent-problems.ts'
import { goLiveOf } from './go-live.ts'
import { type PostbackStanding, readPostbackStandings } from './postback-standings.ts'

interface StatusDeps extends Pick<
  SolutionOptions,
  'db' | 'media' | 'credits' | 'origin' | 'clock' | 'service'
> {
  addresses: Addresses
  scriptTags: ScriptTags
  unusualStore: Pick<UnusualStore, 'shown'>
}

/** How media stand, by code; `codes` left out: all. */
export type ReadStatuses = (codes?: readonly MediaCode[]) => Promise<MediaStatus[]>

export function createReadStatuses({
  db,
  media,
  credits,
  origin,
  clock,
  service,
  addresses,
  scriptTags,
  unusualStore,
}: StatusDeps): ReadStatuses {
  return async (codes) => {
    const found = await media.list(codes)
    const mallIds = found.flatMap(({ mallId }) => mallId ?? [])
    const malls = new Map((await credits.malls.statuses(mallIds)).map((mall) => [mall.mallId, mall]))
    const foundCodes = found.map(({ code }) => code)
    const postbacks = await readPostbackStandings(db, foundCodes, clock())
    const unusual = await unusualStore.shown(foundCodes, clock())
    const puts = new Map((await scriptTags.allPut()).map((put) => [put.media_code, put]))
    return found.map((each) => {
      const mall = malls.get(each.mallId ?? '')
      const standing = standingOf(mall, each, postbacks.get(each.code))
      return {
        ...settingsOf(each),
        installUrl: each.mallId && addresses.install(each.code),
        snippet: snippetOf(origin, each, mall?.clientId ?? null),
        goLive: goLiveOf(each, standing, service),
        ...standing,
        scriptTag: scriptTagState(each, mall, puts.get(each.code)),
        shopsReadAt: each.shopsReadAt?.toISOString() ?? null,
        unusual: unusual.get(each.code) ?? [],
        shopsReadable: isGranted(mall, shopScopes),
      }
    })
  }

  function scriptTagState(
    owner: Media,
    mall: MallStatus | undefined,
    put: ScriptTagTable | undefined,
  ): MediaStatus['scriptTag'] {
    if (!isGranted(mall, scriptTagScopes)) return 'not-permitted'
    if (!put) return 'none'
    return scriptTags.isCurrent(owner, put, mall?.clientId ?? null) ? 'installed' : 'outdated'
  }
}

function settingsOf(media: Media) {
  return {
    code: media.code,
    name: media.name,
    origins: media.origins,
    shops: media.shops,
    returnNetworks: media.returnNetworks,
    capPerCall: media.capPerCall,
    capPerDay: media.capPerDay,
    accentColor: media.accentColor,
    memberProof: media.memberProof,
    unverifiedAllowed: media.unverifiedAllowed,
    mode: media.mode,
    popup: media.popup,
    nonceSeparator: media.nonceSeparator,
    broken: [...media.broken],
    kind: media.kind,
    mallId: media.mallId,
    returnUrl: media.returnUrl,
    oldReturnUrlUntil: media.oldReturnUrlUntil?.toISOString() ?? null,
    proofKeyIssuedAt: media.proofKey?.issuedAt.toISOString() ?? null,
    oldProofKeyUntil: media.proofKey?.oldUntil?.toISOString() ?? null,
  }
}

function isGranted(mall: MallStatus | undefined, wanted: readonly Scope[]): boolean {
  return mall?.consent.kind === 'consented' && hasScopes(mall.consent.scopes, wanted)
}

/** Of a mall the ledger tells; of a merchant that credits by itself there are postbacks alone. */
function standingOf(mall: MallStatus | undefined, media: Media, postbacks: PostbackStanding | undefined) {
  const consent = mall?.consent
  const told = mall ?? postbacks
  return {
    consent:
      media.kind === 'own-backend'
        ? ('not-needed' as const)
        : consent?.kind === 'consent-needed'
          ? ('withdrawn' as const)
          : (consent?.kind ?? ('never' as const)),
    consentProblem: consent?.kind === 'consent-needed' ? wordsOf(consent.problem) : null,
    tokenGoodUntil: consent?.kind === 'consented' ? consent.refreshGoodUntil.toISOString() : null,
    lastCreditAt: told?.lastCreditAt?.toISOString() ?? null,
    backlog: told?.backlog ?? 0,
    oldestWaitingMs: told?.oldestWaitingMs ?? null,
    needsPerson: (mall?.needsPerson ?? 0) + (postbacks?.givenUp ?? 0),
  }
}

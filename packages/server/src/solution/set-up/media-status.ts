import type { MediaCode, MediaStatus } from '@pointpay/contracts'
import { type MallStatus, scriptTagScopes } from '@pointpay/credit'
import type { Media } from '../../media/media.ts'
import { type Addresses, snippetOf } from '../addresses.ts'
import type { SolutionOptions } from '../deps.ts'
import type { ScriptTags } from '../script-tag/script-tags.ts'
import type { ScriptTagTable } from '../tables.ts'
import { consentProblems } from './consent-problems.ts'

interface StatusDeps extends Pick<SolutionOptions, 'media' | 'credits' | 'origin'> {
  addresses: Addresses
  scriptTags: ScriptTags
}

/** How media stand, by code; `codes` left out: all. */
export type ReadStatuses = (codes?: readonly MediaCode[]) => Promise<MediaStatus[]>

export function createReadStatuses({
  media,
  credits,
  origin,
  addresses,
  scriptTags,
}: StatusDeps): ReadStatuses {
  return async (codes) => {
    const found = await media.list(codes)
    const mallIds = found.flatMap(({ mallId }) => mallId ?? [])
    const malls = new Map((await credits.malls.statuses(mallIds)).map((mall) => [mall.mallId, mall]))
    const puts = new Map((await scriptTags.allPut()).map((put) => [put.media_code, put]))
    return found.map((each) => ({
      ...settingsOf(each),
      installUrl: each.mallId && addresses.install(each.code),
      snippet: snippetOf(origin, each),
      ...standing(each.mallId === null ? undefined : malls.get(each.mallId), each),
      scriptTag: scriptTagState(malls.get(each.mallId ?? ''), puts.get(each.code)),
    }))
  }

  function scriptTagState(
    mall: MallStatus | undefined,
    put: ScriptTagTable | undefined,
  ): MediaStatus['scriptTag'] {
    if (mall?.consent.kind !== 'consented') return 'not-permitted'
    const { scopes } = mall.consent
    if (scriptTagScopes.some((scope) => !scopes.includes(scope))) return 'not-permitted'
    if (!put) return 'none'
    return scriptTags.isCurrent(put) ? 'installed' : 'outdated'
  }
}

function settingsOf(media: Media) {
  return {
    code: media.code,
    name: media.name,
    origins: media.origins,
    returnNetworks: media.returnNetworks,
    capPerCall: media.capPerCall,
    capPerDay: media.capPerDay,
    accentColor: media.accentColor,
    memberProof: media.memberProof,
    unverifiedAllowed: media.unverifiedAllowed,
    kind: media.kind,
    mallId: media.mallId,
    returnUrl: media.returnUrl,
  }
}

function standing(mall: MallStatus | undefined, media: Media) {
  const consent = mall?.consent
  return {
    consent:
      media.kind === 'own-backend'
        ? ('not-needed' as const)
        : consent?.kind === 'consent-needed'
          ? ('withdrawn' as const)
          : (consent?.kind ?? ('never' as const)),
    consentProblem: consent?.kind === 'consent-needed' ? consentProblems[consent.problem] : null,
    tokenGoodUntil: consent?.kind === 'consented' ? consent.refreshGoodUntil.toISOString() : null,
    lastCreditAt: mall?.lastCreditAt?.toISOString() ?? null,
    backlog: mall?.backlog ?? 0,
    oldestWaitingMs: mall?.oldestWaitingMs ?? null,
    needsPerson: mall?.needsPerson ?? 0,
  }
}

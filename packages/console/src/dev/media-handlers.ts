import {
  mediaAppSchema,
  mediaChangeSchema,
  mediaStatusSchema,
  newMediaSchema,
  onlyFirstShop,
  type IssuedProofKey,
  type MediaStatus,
  type NewMedia,
  type ServiceView,
} from '@pointpay/contracts'
import { http, HttpResponse } from 'msw'
import { api, bodyOf, forPeople, notFound, refuse } from './answers.ts'
import type { Backend } from './backend.ts'
import { aMedia } from './builders.ts'
import { demandsSignatures } from '../models/member-proof.ts'
import { SERVICE_ORIGIN, standingOf } from './media-standing.ts'

export const mediaHandlers = (backend: Backend) => {
  const seen = () =>
    backend.data.media.filter(
      (each) => backend.me?.role === 'operator' || backend.me?.mediaCodes.includes(each.code),
    )
  const one = (
    who: 'all' | 'operator',
    answer: (
      media: MediaStatus,
      request: Request,
    ) => MediaStatus | Response | Promise<MediaStatus | Response>,
  ) =>
    forPeople(backend, who, async ({ request, params }) => {
      const media = seen().find((each) => each.code === params['mediaCode'])
      if (!media) return notFound()
      const next = await answer(media, request)
      if (next instanceof Response) return next
      // A key is told in the answer alone.
      const kept = mediaStatusSchema.parse(next)
      backend.data.media = backend.data.media.map((each) => (each === media ? kept : each))
      return HttpResponse.json(next)
    })

  return [
    http.get(
      api('/media'),
      forPeople(backend, 'all', () => HttpResponse.json({ items: seen() })),
    ),
    http.post(
      api('/media'),
      forPeople(backend, 'operator', async ({ request }) => {
        const wanted = await bodyOf(request, newMediaSchema)
        const media = fresh(wanted, backend.service)
        if (backend.data.media.some((each) => each.code === media.code))
          return refuse(
            'conflict',
            `매체 코드 ${media.code}은(는) 이미 있어 추가하지 않았습니다. 다른 코드를 적어 주세요.`,
            { field: 'code' },
          )
        if (!demandsSignatures(wanted)) {
          backend.data.media.push(media)
          return HttpResponse.json(media, { status: 201 })
        }
        const issued = withProofKey(media, backend)
        backend.data.media.push(mediaStatusSchema.parse(issued))
        return HttpResponse.json(issued, { status: 201 })
      }),
    ),
    http.get(
      api('/media/:mediaCode'),
      one('all', (media) => media),
    ),
    http.patch(
      api('/media/:mediaCode'),
      one('operator', async (media, request) => {
        const change = await bodyOf(request, mediaChangeSchema)
        const field = change.memberProof === 'signed-param' ? 'memberProof' : 'unverifiedAllowed'
        const isDemanded = field === 'memberProof' || change.unverifiedAllowed
        if (isDemanded && media.proofKeyIssuedAt === null)
          return refuse(
            'conflict',
            '증명 키를 발급한 적이 없어 바꾸지 않았습니다. 키를 먼저 발급해 가맹점 서버에 넣은 다음 켜 주세요.',
            { field },
          )
        const byHand = change.shops ? { shopsReadAt: null } : {}
        return standingOf(
          aMedia({ ...media, ...(change as Partial<MediaStatus>), ...byHand }),
          backend.service,
        )
      }),
    ),
    http.put(
      api('/media/:mediaCode/app'),
      one('operator', async (media, request) => {
        await bodyOf(request, mediaAppSchema)
        return media
      }),
    ),
    http.post(
      api('/media/:mediaCode/return-key'),
      one('operator', (media) => ({
        ...media,
        returnUrl: `${SERVICE_ORIGIN}/solution/return/rk_${media.code}_renewed`,
        oldReturnUrlUntil: inOneWeek(backend),
      })),
    ),
    http.delete(
      api('/media/:mediaCode/return-key'),
      one('operator', (media) => ({ ...media, oldReturnUrlUntil: null })),
    ),
    http.post(
      api('/media/:mediaCode/proof-key'),
      one('operator', (media) => withProofKey(media, backend)),
    ),
    http.delete(
      api('/media/:mediaCode/proof-key'),
      one('operator', (media) => ({ ...media, oldProofKeyUntil: null })),
    ),
    http.put(
      api('/media/:mediaCode/shops'),
      one('operator', (media) => {
        if (media.kind === 'own-backend') return notFound()
        if (!media.shopsReadable)
          return refuse(
            'consent_needed',
            `상점 정보 권한이 없습니다. 쇼핑몰 대표운영자가 ${media.installUrl}?shops=1 에서 동의해야 합니다.`,
          )
        return standingOf(
          {
            ...media,
            shops: backend.shopsAtCafe24(),
            shopsReadAt: new Date(backend.now()).toISOString(),
            origins: [...new Set([...media.origins, ...domainsOf(media)])],
          },
          backend.service,
        )
      }),
    ),
    http.put(
      api('/media/:mediaCode/script-tag'),
      one('all', (media) => ({ ...media, scriptTag: 'installed' })),
    ),
    http.delete(
      api('/media/:mediaCode/script-tag'),
      one('all', (media) => ({ ...media, scriptTag: 'none' })),
    ),
  ]
}

function inOneWeek(backend: Backend): string {
  return new Date(backend.now() + 7 * 86_400_000).toISOString()
}

function withProofKey(media: MediaStatus, backend: Backend): IssuedProofKey {
  return {
    ...media,
    proofKeyIssuedAt: new Date(backend.now()).toISOString(),
    oldProofKeyUntil: media.proofKeyIssuedAt && inOneWeek(backend),
    proofKey: `pk_${media.code}_8vTqKdR1yWzHs5Gm`,
  }
}

/** The storefront's addresses that Cafe24 lists with a mall's shops. */
function domainsOf({ mallId }: MediaStatus): string[] {
  return [`https://${mallId}.cafe24.com`, `https://m.${mallId}.cafe24.com`]
}

/** A media as it stands right after it was added: nobody has consented, nothing has been credited. */
function fresh({ integration, ...media }: NewMedia, service: ServiceView): MediaStatus {
  const shared = {
    ...media,
    popup: media.popup ?? (service.pointhub ? 'own' : 'pointpay'),
    backlog: 0,
    oldestWaitingMs: null,
    lastCreditAt: null,
    tokenGoodUntil: null,
    scriptTag: 'none' as const,
  }
  const added =
    integration.kind === 'cafe24'
      ? aMedia({
          ...shared,
          shops: media.shops ?? onlyFirstShop,
          mallId: integration.mallId,
          consent: 'never',
          consentProblem:
            '쇼핑몰 주인이 아직 동의하지 않았습니다. 설치 주소를 보내 Cafe24에서 동의를 받아 주세요.',
        })
      : aMedia({
          ...shared,
          kind: 'own-backend',
          shops: [],
          mallId: null,
          installUrl: null,
          returnUrl: integration.returnUrl,
          consent: 'not-needed',
        })
  return standingOf(added, service)
}

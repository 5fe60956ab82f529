import {
  mediaAppSchema,
  mediaChangeSchema,
  newMediaSchema,
  onlyFirstShop,
  type MediaStatus,
  type NewMedia,
  type ServiceView,
} from '@pointpay/contracts'
import { http, HttpResponse } from 'msw'
import { api, bodyOf, forPeople, notFound, refuse } from './answers.ts'
import type { Backend } from './backend.ts'
import { aMedia } from './builders.ts'
import { standingOf } from './media-standing.ts'

export const mediaHandlers = (backend: Backend) => {
  const seen = () =>
    backend.data.media.filter(
      (each) => backend.me?.role === 'operator' || backend.me?.mediaCodes.includes(each.code),
    )
  const one = (
    who: 'all' | 'operator',
    answer: (media: MediaStatus, request: Request) => MediaStatus | Response | Promise<MediaStatus>,
  ) =>
    forPeople(backend, who, async ({ request, params }) => {
      const media = seen().find((each) => each.code === params['mediaCode'])
      if (!media) return notFound()
      const next = await answer(media, request)
      if (next instanceof Response) return next
      backend.data.media = backend.data.media.map((each) => (each === media ? next : each))
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
        const media = fresh(await bodyOf(request, newMediaSchema), backend.service)
        if (backend.data.media.some((each) => each.code === media.code))
          return refuse(
            'conflict',
            `매체 코드 ${media.code}은(는) 이미 있어 추가하지 않았습니다. 다른 코드를 적어 주세요.`,
            { field: 'code' },
          )
        backend.data.media.push(media)
        return HttpResponse.json(media, { status: 201 })
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
      one('operator', (media) => ({ ...media, returnUrl: `${media.returnUrl}-renewed` })),
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

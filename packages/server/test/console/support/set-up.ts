import type { MediaStatus, NewMedia } from '@pointpay/contracts'
import type { Media } from '../../../src/media/media.ts'
import type { MediaStore } from '../../../src/media/media-store.ts'
import type { SetUp } from '../../../src/solution/ports.ts'

/** The set-up half as the console sees it: media without their malls. */
export function aSetUp(media: MediaStore): SetUp {
  const one = async (code: string) => {
    const found = await media.byCode(code)
    return found ? present(found) : null
  }
  return {
    async add(wanted) {
      const made = await media.add(mediaOf(wanted))
      return made === 'exists' ? { kind: 'exists' } : { kind: 'added', status: (await one(wanted.code))! }
    },
    async change(code, change) {
      const changed = await media.change(code, change as Partial<Media>)
      return changed ? present(changed) : null
    },
    async renewReturnKey(code) {
      const found = await media.byCode(code)
      if (!found?.returnKey) return null
      return present((await media.change(code, { returnKey: `${found.returnKey}x` }))!)
    },
    statuses: async (codes) => (await media.list(codes)).map(present),
    async putScriptTag(code) {
      const found = await media.byCode(code)
      if (!found?.mallId) return { kind: 'not-found' }
      return { kind: 'done', status: { ...present(found), scriptTag: 'installed' } }
    },
    async removeScriptTag(code) {
      const found = await media.byCode(code)
      if (!found?.mallId) return { kind: 'not-found' }
      return { kind: 'consent-needed', message: '동의가 필요합니다.' }
    },
  }
}

function mediaOf({ integration, ...wanted }: NewMedia): Omit<Media, 'createdAt'> {
  const ownBackend = integration.kind === 'own-backend'
  return {
    ...wanted,
    kind: integration.kind,
    mallId: ownBackend ? null : integration.mallId,
    returnUrl: ownBackend ? integration.returnUrl : 'https://return.test/',
    returnKey: ownBackend ? null : `key-of-${wanted.code}`,
    memberProofSecret: 'secret',
  }
}

function present(media: Media): MediaStatus {
  const { memberProofSecret: _, createdAt: __, returnKey: ___, ...shown } = media
  return {
    ...shown,
    installUrl: null,
    snippet: '<script></script>',
    consent: 'consented',
    consentProblem: null,
    tokenGoodUntil: null,
    lastCreditAt: null,
    backlog: 0,
    oldestWaitingMs: null,
    needsPerson: 0,
    scriptTag: 'none',
  }
}

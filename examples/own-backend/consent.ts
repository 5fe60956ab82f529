import { randomBytes } from 'node:crypto'
import type { Credits } from '@pointpay/credit'

/** The owner's way: `/install` leads to Cafe24's consent, which comes back to `/result`. Each state works once. */
export function consentPages(credits: Credits, mallId: string) {
  const states = new Set<string>()
  return {
    async install(): Promise<string> {
      const state = randomBytes(16).toString('base64url')
      states.add(state)
      return (await credits.malls.authorizeUrl(mallId, state)) ?? ''
    },
    async result(query: URLSearchParams): Promise<string> {
      if (!states.delete(query.get('state') ?? ''))
        return '만료된 요청입니다. /install 에서 다시 시작해 주세요.'
      const consent = await credits.malls.consent({ mallId, code: query.get('code') ?? '' })
      return consent.kind === 'consented' ? '토큰 발급 완료' : `동의를 마치지 못했습니다: ${consent.kind}`
    },
  }
}

import type { Failure, MallAccess, Scope } from '@pointpay/credit'
import type { Media } from '../media/media.ts'
import type { SolutionOptions } from './deps.ts'

/** Why a call that a person asked for was not carried out. */
export type MallCallFailure =
  /** The owner's consent lacks the scopes, or there is none. */
  | { kind: 'consent-needed' }
  /** Cafe24 did not take it. `message` in Cafe24's own words. */
  | { kind: 'unavailable'; message: string }

/** Whether a consent grants all that is wanted. */
export function hasScopes(granted: readonly string[], wanted: readonly Scope[]): boolean {
  return wanted.every((scope) => granted.includes(scope))
}

/** Calls Cafe24 for a mall, if its owner's consent has the scopes. */
export async function callMall<T>(
  { credits, log }: Pick<SolutionOptions, 'credits' | 'log'>,
  media: Pick<Media, 'code'> & { mallId: string },
  scopes: readonly Scope[],
  call: (access: MallAccess) => Promise<{ ok: true; value: T } | Failure>,
): Promise<{ kind: 'done'; value: T } | MallCallFailure> {
  const token = await credits.malls.access(media.mallId)
  if (token.kind === 'unavailable') return { kind: 'unavailable', message: token.message }
  if (token.kind !== 'token' || !hasScopes(token.scopes, scopes)) return { kind: 'consent-needed' }
  const outcome = await call({ mallId: media.mallId, accessToken: token.accessToken })
  if (outcome.ok) return { kind: 'done', value: outcome.value }
  const { code, status, message } = outcome
  log.warn({ mediaCode: media.code, mallId: media.mallId, code, status }, 'mall.call_failed')
  return code === 'forbidden' ? { kind: 'consent-needed' } : { kind: 'unavailable', message }
}

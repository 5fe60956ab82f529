import { noHeaders, type Failure, type FailureCode, type Outcome } from '../cafe24/outcome.ts'
import type { CallOfMall } from './call-result.ts'
import type { ClaimedPart } from './claim.ts'

/** Failures that tell of a mall, or of the way to it, that is down. */
const down = new Set<FailureCode>([
  'connect-failed',
  'connect-timeout',
  'connection-lost',
  'answer-timeout',
  'server-error',
])

/** Failures that tell of neither: an idle connection that closed under the call, a body of another shape. */
const tellNothing = new Set<FailureCode>(['stale-connection', 'answer-malformed', 'too-many-rows'])

/** What the end of a call says of the mall. */
export function mallHealth({ part, mall, sinceClaim }: ClaimedPart, outcome: Outcome<unknown>): CallOfMall {
  const code = outcome.ok ? null : outcome.code
  const { at } = outcome.headers
  return {
    ...noHealth(mall.mallId, mall.tokenVersion, part.now),
    health: healthOf(code),
    headers: outcome.headers,
    clockSkewMs: at ? at.getTime() - (part.now.getTime() + sinceClaim()) : null,
    overflowed: code === 'too-many-calls',
    tokenRefused: code === 'token-refused',
    refusal: outcome.ok ? null : refusalOf(outcome),
  }
}

/** Of a call that was not made. */
export function noHealth(mallId: string, tokenVersion: number, claimedAt: Date): CallOfMall {
  return {
    mallId,
    tokenVersion,
    claimedAt,
    health: 'neither',
    headers: noHeaders,
    clockSkewMs: null,
    overflowed: false,
    tokenRefused: false,
    refusal: null,
    refusedMember: null,
  }
}

function healthOf(code: FailureCode | null): CallOfMall['health'] {
  if (code === null) return 'answered'
  if (down.has(code)) return 'failed'
  return tellNothing.has(code) ? 'neither' : 'answered'
}

/**
 * 403 is a scope that was withdrawn, or an app that was removed (Cafe24's API reference); its words are not documented. 404 of
 * an address that every mall has is a mall that was renamed or closed.
 */
function refusalOf({ code, message }: Failure): CallOfMall['refusal'] {
  if (code === 'not-found') return { problem: 'mall-not-found', message }
  if (code !== 'forbidden') return null
  return { problem: /scope/i.test(message) ? 'scope-missing' : 'app-removed', message }
}

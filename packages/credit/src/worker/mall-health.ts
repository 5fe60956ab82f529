import type { FailureCode, Outcome } from '../cafe24/outcome.ts'
import type { CallResult } from './call-result.ts'
import type { ClaimedMall } from './claim.ts'

/** Failures that tell of a mall, or of the way to it, that is down. */
const down = new Set<FailureCode>([
  'connect-failed',
  'connect-timeout',
  'connection-lost',
  'answer-timeout',
  'server-error',
])

/** What the end of a call says of the mall. */
export function mallHealth(mall: ClaimedMall, outcome: Outcome<unknown>): CallResult['mall'] {
  const code = outcome.ok ? null : outcome.code
  return {
    mallId: mall.mallId,
    tokenVersion: mall.tokenVersion,
    health:
      code === null
        ? 'answered'
        : down.has(code)
          ? 'failed'
          : code === 'answer-malformed'
            ? 'neither'
            : 'answered',
    bucket: outcome.headers.bucket,
    overflowed: code === 'too-many-calls',
    tokenRefused: code === 'token-refused',
    consentProblem: !outcome.ok && outcome.code === 'forbidden' ? consentProblem(outcome.message) : null,
  }
}

/** 403 is a scope that was withdrawn, or an app that was removed (Cafe24's API reference); its words are not documented. */
function consentProblem(message: string) {
  return { problem: /scope/i.test(message) ? ('scope-missing' as const) : ('app-removed' as const), message }
}

import type { Context } from 'hono'
import type { HttpBindings } from '@hono/node-server'
import type { FaultName, Faults } from '../faults/schema.ts'
import type { ApiAnswer } from './answers.ts'

/** Writes an answer of the Admin API, with the habits and the fault in force. */
export function writeAnswer(
  context: Context<{ Bindings: HttpBindings }>,
  answer: ApiAnswer,
  faults: Faults,
  fault: FaultName | null,
): Response {
  const { retryAfterSeconds } = faults
  if (fault === 'html')
    return context.html('<html><body><h1>Service Temporarily Unavailable</h1></body></html>', 502)
  if (retryAfterSeconds !== undefined && (answer.status === 429 || answer.status === 503))
    context.header('Retry-After', String(retryAfterSeconds))
  if (answer.status === 401) {
    if (faults.unauthorizedBody === 'empty') return context.body(null, 401)
    if (faults.unauthorizedBody === 'html')
      return context.html('<html><body><h1>401 Unauthorized</h1></body></html>', 401)
  }
  const isForeign = answer.status === 401 && faults.unauthorizedBody === 'other-json'
  const text = JSON.stringify(isForeign ? { message: 'Unauthorized' } : answer.body)
  return context.body(fault === 'truncated' ? text.slice(0, text.length / 2) : text, answer.status as 200, {
    'content-type': 'application/json; charset=utf-8',
  })
}

import pino from 'pino'
import type { Settings } from '../settings.ts'
import { currentRequestId } from './request-id.ts'

export type LogDestination = pino.DestinationStream

/**
 * JSON lines on stdout: an event's name, its fields, and the id of the request that it happened in. Fields are named by those who
 * log; none of them may be personal, and these never leave the process.
 */
export function createLogger(level: Settings['logLevel'], destination?: LogDestination) {
  const options: pino.LoggerOptions = {
    level,
    base: { service: 'pointpay' },
    messageKey: 'event',
    mixin: () => currentRequestId(),
    redact: {
      paths: ['*.accessToken', '*.refreshToken', '*.clientSecret', '*.password', '*.name', '*.phone'],
      remove: true,
    },
    serializers: { err: describeError },
  }
  return destination ? pino(options, destination) : pino(options)
}

/** What an error says and where it came from, and no more: a driver's errors carry the values of the row that they are about. */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) }
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {}
  const cause = error.cause === undefined ? {} : { cause: describeError(error.cause) }
  return { type: error.name, message: error.message, ...code, stack: error.stack, ...cause }
}

import pino from 'pino'
import type { Settings } from '../settings.ts'

/** JSON lines on stdout. Fields are named by those who log; none of them may be personal, and these never leave the process. */
export function createLogger(level: Settings['logLevel']) {
  return pino({
    level,
    base: { service: 'pointpay' },
    messageKey: 'event',
    redact: {
      paths: ['*.accessToken', '*.refreshToken', '*.clientSecret', '*.password', '*.name', '*.phone'],
      remove: true,
    },
    serializers: { err: pino.stdSerializers.err },
  })
}

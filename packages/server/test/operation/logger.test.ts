import { expect, test } from 'vitest'
import { createLogger } from '../../src/operation/logger.ts'
import { withRequestId } from '../../src/operation/request-id.ts'

test('each line of a request has its id, and no field of the lines before it', () => {
  const lines: Record<string, unknown>[] = []
  const log = createLogger('info', { write: (line) => void lines.push(JSON.parse(line)) })
  withRequestId('request-1', () => {
    log.info({ mediaCode: 'shop', phoneHash: 'x' }, 'first')
    log.warn({}, 'second')
  })
  log.info({}, 'elsewhere')
  const ofLogger = { time: expect.any(Number), level: expect.any(Number), service: 'pointpay' }
  expect(lines).toEqual([
    { ...ofLogger, requestId: 'request-1', mediaCode: 'shop', phoneHash: 'x', event: 'first' },
    { ...ofLogger, requestId: 'request-1', event: 'second' },
    { ...ofLogger, event: 'elsewhere' },
  ])
})

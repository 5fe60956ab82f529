import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Settings of a service that is thrown away. */
export const demoSettings = {
  POINTPAY_SECRET: 'a secret for benchmarks, 32 characters and more',
  POINTPAY_TOKEN_KEYS: `bench:${btoa('a token key for benchmarks, 32 b')}`,
  POINTPAY_LOG_LEVEL: 'silent',
  POINTPAY_DATA: join(tmpdir(), 'pointpay-bench'),
}

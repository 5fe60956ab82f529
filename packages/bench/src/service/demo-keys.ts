/** Keys of a service that is thrown away. */
export const demoKeys = {
  POINTPAY_SECRET: 'a secret for benchmarks, 32 characters and more',
  POINTPAY_TOKEN_KEYS: `bench:${Buffer.alloc(32, 1).toString('base64')}`,
  POINTPAY_LOG_LEVEL: 'silent',
}

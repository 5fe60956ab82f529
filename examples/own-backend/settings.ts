const env = (name: string): string => {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is missing. README.md lists every setting.`)
  return value
}

/** Everything that the environment decides; README.md says what each is. */
export const settings = {
  mallId: env('MALL_ID'),
  mediaCode: env('A_CODE'),
  clientId: env('CLIENT_ID'),
  clientSecret: env('CLIENT_SECRET'),
  origin: env('PUBLIC_ORIGIN'),
  returnPath: `/return/${env('RETURN_KEY')}`,
  tokenKey: Buffer.from(env('TOKEN_KEY'), 'base64'),
  dataFolder: env('DATA_FOLDER'),
  /** Left out: the real Cafe24. */
  cafe24Origin: process.env['CAFE24_ORIGIN'],
  port: Number(process.env['PORT'] ?? 4400),
}

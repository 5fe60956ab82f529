import { type MediaCode, newMediaSchema } from '@pointpay/contracts'
import type { Service } from './service.ts'

const MALL_ID = 'demomall'
const CLIENT = { clientId: 'demo-client', clientSecret: 'demo-secret' }
const PASSWORD = 'pointpay-demo'

/**
 * The demo's media and accounts, made where they are missing: media `demo` of the simulated mall `demomall`, `ownshop` with a
 * backend of its own, accounts `operator` and `demo` (manager). For a machine of one's own alone.
 */
export async function ensureDemo(
  { malls, setUp, accounts }: Service,
  { simulatorOrigin }: { simulatorOrigin: string },
): Promise<{ consentNeeded: boolean }> {
  await setUp.add(
    newMediaSchema.parse({
      code: 'demo',
      name: '데모몰',
      origins: [simulatorOrigin],
      accentColor: '#1b5ae0',
      integration: { kind: 'cafe24', mallId: MALL_ID, ...CLIENT },
    }),
  )
  await setUp.add(
    newMediaSchema.parse({
      code: 'ownshop',
      name: '자체백엔드몰',
      origins: [simulatorOrigin],
      integration: { kind: 'own-backend', returnUrl: 'http://127.0.0.1:4400/return/demo' },
    }),
  )
  // The simulator may have another port than at the start before.
  for (const code of ['demo', 'ownshop'] as MediaCode[])
    await setUp.change(code, { origins: [simulatorOrigin] })
  await accounts.ensureAccount({
    login: 'operator',
    name: '운영자',
    role: 'operator',
    mediaCodes: [],
    password: PASSWORD,
  })
  await accounts.ensureAccount({
    login: 'demo',
    name: '데모몰 담당자',
    role: 'manager',
    mediaCodes: ['demo' as MediaCode],
    password: PASSWORD,
  })
  const status = await malls.status(MALL_ID)
  return { consentNeeded: status?.consent.kind !== 'consented' }
}

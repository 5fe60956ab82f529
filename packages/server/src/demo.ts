import { type MediaCode, newMediaSchema, type PopupOwner, shopsSchema } from '@pointpay/contracts'
import { DEMO_MANAGER, DEMO_OPERATOR, DEMO_PASSWORD } from './demo-store.ts'
import type { Service } from './service.ts'

const DEMO = 'demo' as MediaCode
const OWN_SHOP = 'ownshop' as MediaCode
const MALL_ID = 'demomall'
/** Who made the accounts, on the audit trail. */
const DEMO_BY = 'pointpay start'
/** As the simulated Cafe24 has them: the third sells abroad. */
const SHOPS = shopsSchema.parse([
  { shopNo: 1, name: '한국어 쇼핑몰', currency: 'KRW', language: 'ko_KR', active: true },
  { shopNo: 2, name: '2호점', currency: 'KRW', language: 'ko_KR', active: true },
  { shopNo: 3, name: 'Global Shop', currency: 'USD', language: 'en_US', active: true },
])
const CLIENT = { clientId: 'demo-client', clientSecret: 'demo-secret' }

export interface DemoOptions {
  simulatorOrigin: string
  /** Whose popup the media `demo` has. */
  popup: PopupOwner
}

/**
 * Makes the demo's media and accounts where they are missing: media `demo` of the simulated mall `demomall`, `ownshop` with a
 * backend of its own, accounts `operator` and `demo` (manager). Their password is published, so this is for a demo's own
 * store alone.
 */
export async function ensureDemo(
  { malls, setUp, accounts }: Service,
  { simulatorOrigin, popup }: DemoOptions,
): Promise<{ consentNeeded: boolean; returnUrl: string }> {
  await setUp.add(
    newMediaSchema.parse({
      code: DEMO,
      name: '데모몰',
      popup,
      origins: [simulatorOrigin],
      accentColor: '#1b5ae0',
      integration: { kind: 'cafe24', mallId: MALL_ID, ...CLIENT },
    }),
  )
  await setUp.add(
    newMediaSchema.parse({
      code: OWN_SHOP,
      name: '자체백엔드몰',
      origins: [simulatorOrigin],
      integration: { kind: 'own-backend', returnUrl: 'http://127.0.0.1:4400/return/demo' },
    }),
  )
  // A later start may have another port and another popup, and an older demo knew one shop.
  const demo = await setUp.change(DEMO, { origins: [simulatorOrigin], popup, shops: SHOPS })
  if (demo.kind !== 'changed') throw new Error(`The media ${DEMO} was not changed: ${demo.kind}`)
  const { returnUrl } = demo.status
  if (returnUrl === null)
    throw new Error('The demo’s store was made with other token keys. Remove .data/demo and start again.')
  await setUp.change(OWN_SHOP, { origins: [simulatorOrigin] })
  await accounts.ensureAccount(
    {
      login: DEMO_OPERATOR,
      name: '운영자',
      role: 'operator',
      mediaCodes: [],
      password: DEMO_PASSWORD,
    },
    DEMO_BY,
  )
  await accounts.ensureAccount(
    {
      login: DEMO_MANAGER,
      name: '데모몰 담당자',
      role: 'manager',
      mediaCodes: [DEMO],
      password: DEMO_PASSWORD,
    },
    DEMO_BY,
  )
  const mall = await malls.status(MALL_ID)
  return { consentNeeded: mall?.consent.kind !== 'consented', returnUrl }
}

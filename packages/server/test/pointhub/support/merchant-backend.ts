import { createHmac } from 'node:crypto'
import type { MediaCode } from '@pointpay/contracts'
import type { Browser } from './browser.ts'
import { TestClock, type World } from './pointhub.ts'

/** The person whose points a form of the unverified mode opens. */
export interface FormPerson {
  ci: string
  name: string
  phone: string
}

export const hong: FormPerson = { ci: 'CI0123456789==', name: '홍길동', phone: '010-1234-5678' }

interface Wanted {
  aCode?: string
  userId?: string
  /** From the world's first moment on. */
  goodForS?: number
  /** Left out: a member alone. */
  person?: FormPerson
}

const startS = new TestClock().now().getTime() / 1_000

/** The `add_param` that a merchant's backend makes with its key, as the guide says. */
export function signed(
  key: string,
  { aCode = 'shop', userId = 'shopper01', goodForS = 300, person }: Wanted = {},
): string {
  const expiry = startS + goodForS
  const parts = [aCode, userId, expiry]
  if (person) parts.push(person.ci, person.name.trim().normalize('NFC'), person.phone.replace(/\D/g, ''))
  const signature = createHmac('sha256', key).update(parts.join('\n')).digest('base64url')
  return `${userId}.${expiry}.${signature}`
}

/** Seven days, as the console gives a replaced key. */
const OVERLAP_MS = 7 * 24 * 3_600_000

/** Issues the key that the merchant's backend signs with. */
export async function issueProofKey(world: World, code = 'shop'): Promise<string> {
  const { key } = await world.media.issueKey(code as MediaCode, 'proof', OVERLAP_MS)
  return key
}

/** The fields of a form that the merchant's page posts. */
export function formOf(
  addParam: string | undefined,
  { aCode = 'shop', userId = 'shopper01', person = hong }: Wanted = {},
): Record<string, string> {
  return {
    a_code: aCode,
    user_id: userId,
    ...(addParam !== undefined && { add_param: addParam }),
    user_ci: person.ci,
    user_name: person.name,
    user_phone: person.phone,
  }
}

export function postForm(
  browser: Browser,
  fields: Record<string, string>,
  path = '/pointhub/direct_ci',
): Promise<Response> {
  return browser.request(path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  })
}

/** Asks for the session as the popup's app does, with what the address holds that a form sent the browser on to. */
export async function openFrom(browser: Browser, answer: Response, more = {}): Promise<Response> {
  const address = new URL(answer.headers.get('location') ?? '', 'http://pointpay.test')
  await browser.request(`${address.pathname}${address.search}`)
  const { a_code: aCode, user_id: userId, add_param: addParam } = Object.fromEntries(address.searchParams)
  return browser.api('POST', '/sessions', { aCode, userId, addParam, ...more })
}

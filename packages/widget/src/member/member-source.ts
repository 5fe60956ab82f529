import { attempt } from '../page.ts'
import type { Member } from './member.ts'
import { readMember } from './read-member.ts'
import { createStorefrontApi } from './storefront-api.ts'

/** How long the storefront may take to write the member; what is still missing then counts as a guest. */
const LATE_MS = 10_000

/** Gives the member of this page at each call, from when the page began. */
export function createMemberSource() {
  const api = createStorefrontApi()
  const startedMs = Date.now()
  attempt(() => addEventListener('pageshow', ({ persisted }) => persisted && api.forget(), true))
  return (shopNo: string | number): Member => readMember(shopNo, api, Date.now() - startedMs > LATE_MS)
}

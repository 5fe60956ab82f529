import { isLoggedIn } from '../page.ts'
import type { Member } from './member.ts'
import { parseStoredMember, type StoredMemberReading } from './stored-member.ts'
import type { StorefrontApi } from './storefront-api.ts'

/** Reading the property throws where a browser blocks storage, not only `getItem`. */
function readStored(shopNo: string | number): StoredMemberReading | { kind: 'pending' | 'unavailable' } {
  try {
    const text = sessionStorage.getItem('member_' + shopNo)
    return text === null ? { kind: 'pending' } : parseStoredMember(text, Date.now())
  } catch {
    return { kind: 'unavailable' }
  }
}

/**
 * Who the shopper is now: the storefront's own record first, then `CAFE24API` where the page has it, then what the
 * storefront says of the login. Never throws.
 *
 * @param late the page has had time enough to write the member: what is still missing counts as a guest, unless the
 *   storefront says that somebody is logged in.
 */
export function readMember(shopNo: string | number, api: StorefrontApi, late: boolean): Member {
  const stored = readStored(shopNo)
  if (stored.kind === 'member') return stored
  const loggedIn = isLoggedIn()
  // A record without an id beside a login that the storefront affirms was written before the login, up to 10 minutes ago.
  if (loggedIn === false || (stored.kind === 'guest' && !loggedIn)) return { kind: 'guest' }
  const memberId = api.ask()
  if (memberId) return { kind: 'member', memberId }
  // A `null` beside a login that the storefront affirms only says that the API does not know the member yet.
  if (!loggedIn && (memberId === null || (late && stored.kind === 'pending'))) return { kind: 'guest' }
  return stored.kind === 'guest' || (memberId === undefined && !late) ? { kind: 'pending' } : stored
}

import type { Member } from '../member/member.ts'
import { watchMember } from '../member/watch-member.ts'
import { showWaiting } from './show-waiting.ts'

/** How long a press is kept while the member is not known. */
const WAIT_MS = 5000

/** A page older than this has read the member again if it was going to: its record only gets older. */
const SETTLED_PAGE_MS = 15_000

/** Whether nothing better is to come: an outdated or unreadable record is written anew by a page that is still loading. */
const isFinal = ({ kind }: Member) =>
  kind !== 'pending' && !(/expired|malformed/.test(kind) && performance.now() < SETTLED_PAGE_MS)

/**
 * The member for a press that came before the storefront had written it; what is known then, after 5 s.
 *
 * @param button what was pressed
 */
export function awaitMember(read: () => Member, button?: Element): Promise<Member> {
  showWaiting(button)
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer)
      // Later: the watch calls at once where the member is known, before it has handed out its end.
      queueMicrotask(() => stop())
      resolve(read())
    }
    const timer = setTimeout(finish, WAIT_MS)
    const stop = watchMember(read, (member) => isFinal(member) && finish())
  })
}

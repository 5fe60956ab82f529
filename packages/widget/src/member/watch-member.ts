import type { Member } from './member.ts'

/** Between two looks: the storefront's write to this tab's own storage raises no event that could be waited for. */
const LOOK_MS = 100

/** No longer than this after the page, or the shopper, gave a sign of life. */
const WATCH_MS = 30_000

/** What may bring a member without a new page: coming back to the tab, or out of the browser's page cache. */
const SIGNS = ['pageshow', 'focus', 'visibilitychange']

/** Calls `changed` with the member at once and whenever it has become another; the answer ends the watch. */
export function watchMember(read: () => Member, changed: (member: Member) => void): () => void {
  let timer: ReturnType<typeof setTimeout>
  let untilMs: number
  let seen: string
  const look = () => {
    const member = read()
    const { kind, memberId } = member as { kind: string; memberId?: string }
    clearTimeout(timer)
    if (kind !== 'member' && kind !== 'guest' && Date.now() < untilMs) timer = setTimeout(look, LOOK_MS)
    if (kind + memberId !== seen) {
      seen = kind + memberId
      changed(member)
    }
  }
  const wake = () => {
    untilMs = Date.now() + WATCH_MS
    look()
  }
  for (const sign of SIGNS) addEventListener(sign, wake, true)
  wake()
  return () => {
    clearTimeout(timer)
    for (const sign of SIGNS) removeEventListener(sign, wake, true)
  }
}

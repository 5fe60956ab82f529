import { vi } from 'vitest'

/** The text that the storefront would store now for this member; `leftMs` of its 10 minutes are left. */
export const aMember = (memberId: string, leftMs = 600_000) =>
  JSON.stringify({ exp: Date.now() + leftMs, data: { member_id: memberId, name: '홍길동', email: 'a@b.c' } })

/** Puts the storefront's globals on the page. */
export function storefront(globals: Record<string, unknown>) {
  for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value)
}

/** The browser's setting under which even reading the property throws. */
export function blockStorage() {
  vi.stubGlobal('sessionStorage', undefined)
  Object.defineProperty(globalThis, 'sessionStorage', {
    configurable: true,
    get() {
      throw new DOMException('Access is denied for this document.', 'SecurityError')
    },
  })
}

/** A clean page for the next test. */
export function leaveNoTrace() {
  vi.unstubAllGlobals()
  vi.useRealTimers()
  sessionStorage.clear()
  document.body.replaceChildren()
  history.replaceState(null, '', '/')
}

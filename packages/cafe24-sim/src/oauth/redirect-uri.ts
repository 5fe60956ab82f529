/** Whether an address is one of those registered; `*` stands for a port, so that local set-ups need no fixed one. */
export function isRegistered(redirectUri: string, registered: readonly string[]): boolean {
  return registered.some((pattern) => {
    const [before, after] = pattern.split('*')
    if (after === undefined) return redirectUri === pattern
    const middle = redirectUri.slice(before?.length ?? 0, redirectUri.length - after.length)
    return redirectUri === `${before}${middle}${after}` && /^\d{1,5}$/.test(middle)
  })
}

import { userInfo } from 'node:os'

/** How the audit trail names somebody at a shell of the server. */
export function byWhom(): string {
  try {
    return `pointpay:${userInfo().username}`
  } catch {
    return 'pointpay' // A container's user may have no name.
  }
}

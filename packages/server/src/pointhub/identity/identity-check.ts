import type { Person } from '../provider/point-provider.ts'

/**
 * A service that finds out by a 6-digit code whether someone holds a phone. Tries, resends and locks are ours
 * (identity-steps.ts); a service only sends codes and compares them.
 */
export interface IdentityCheck {
  /** Sends a code to the person's phone. @throws where the service does not answer. */
  send(person: Person): Promise<{ reference: string }>
  matches(reference: string, code: string): Promise<boolean>
  /** The code, where it is meant to be shown (sandbox); null with a real service. */
  shownCode(reference: string): string | null
}

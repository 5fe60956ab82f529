import { Refusal } from '../errors.ts'
import type { SessionRow } from '../tables.ts'

export function isOpen(session: SessionRow, now: Date): boolean {
  return session.left_at === null && session.expires_at > now
}

/** @throws {Refusal} `session_expired` once left or expired */
export function requireOpen(session: SessionRow, now: Date): void {
  if (!isOpen(session, now)) throw new Refusal('session_expired')
}

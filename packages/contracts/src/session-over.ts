import type { SessionView } from './popup-api.ts'

const overStates: readonly string[] = ['credited', 'failed', 'cancelled'] satisfies NonNullable<
  SessionView['conversion']
>['state'][]

/**
 * Whether nothing more can come of a session: it was left or ran out, and its conversion, where there is one, has ended. The
 * server then ends its event stream, and the popup opens no other.
 */
export function isSessionOver({ open, conversion }: Pick<SessionView, 'open' | 'conversion'>): boolean {
  return !open && (conversion === null || overStates.includes(conversion.state))
}

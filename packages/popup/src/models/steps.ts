import type { PointKindView, SessionView } from '@pointpay/contracts'

/** The steps that a shopper goes through and may go back through. The result is no such step: nobody goes back from it. */
export const steps = ['identity', 'kinds', 'amount', 'review'] as const
export type Step = (typeof steps)[number]

/** What a step needs before it can be shown. */
const needs: Record<Step, (session: SessionView, kind: PointKindView | undefined) => boolean> = {
  identity: () => true,
  kinds: (session) => isVerified(session),
  amount: (session, kind) => isVerified(session) && kind !== undefined && isUsable(kind),
  review: (session) => isVerified(session) && session.selection !== null,
}

export const mayShow = (step: Step, session: SessionView, kind: PointKindView | undefined) =>
  needs[step](session, kind)

/** Whether a step's screen comes with the later part's file. */
export const isLaterStep = (step: Step | undefined) => step === 'amount' || step === 'review'

/** Where the server's session stands: what a reload, or another window, goes on with. */
export function serverStep(session: SessionView): Step {
  if (!isVerified(session)) return 'identity'
  return session.selection ? 'review' : 'kinds'
}

const isVerified = ({ identity }: SessionView) => identity.status === 'verified'

/** Most points of this kind that can be converted now: within balance and limit, and a multiple of the unit. */
export function mostOf({ balance, maximum, unit }: PointKindView): number {
  return Math.floor(Math.min(balance, maximum) / unit) * unit
}

export const isUsable = (kind: PointKindView) => kind.available && mostOf(kind) >= Math.max(1, kind.minimum)

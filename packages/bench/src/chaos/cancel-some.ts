import { setTimeout as sleep } from 'node:timers/promises'
import type { CancelRequest, CancelResult, Credits } from '@pointpay/credit'
import type { PlannedCredit } from './plan.ts'
import type { HandMadeRow, SimulatedCafe24 } from './simulated-cafe24.ts'

const AT_ONCE = 20
const PAUSE_MS = 500
/** A member's total may be unclear while rows show up; after so many readings, 10 s at least, it stays so. */
const MAX_UNREADABLE = 20

/** How a cancel was settled with its credit. */
export type CancelEnd =
  | 'deducted'
  /** In the mall's admin; the ledger was told and must deduct nothing. */
  | 'taken-by-hand'
  /** The member's total cannot be read, so the ledger does not take the cancel. */
  | 'unreadable'
  /** The run was stuck before the credit could be cancelled. */
  | 'never-taken'

export interface Cancels {
  /** By transaction number. */
  ends: Map<string, CancelEnd>
  /** How often a person had to say what rows by hand were for. */
  asked: number
  /** Of those that the ledger did not take: its last answer. */
  untaken: string[]
}

/** Cancels what the plan says, each as soon as it is credited, twice. */
export async function cancelSome(
  credits: Credits,
  cafe24: SimulatedCafe24,
  plan: readonly PlannedCredit[],
  run: { databaseIsSteady: () => boolean; isStuck: () => boolean },
): Promise<Cancels> {
  const cancels: Cancels = { ends: new Map(), asked: 0, untaken: [] }
  const todo = plan.filter(({ cancelled }) => cancelled)
  const next = async (): Promise<void> => {
    for (let planned = todo.pop(); planned; planned = todo.pop()) {
      const cancel = createCancel(credits, cafe24, planned)
      let unreadable = 0
      let step: Step = 'wait'
      while (step !== 'done' && unreadable < MAX_UNREADABLE && !run.isStuck()) {
        try {
          step = await cancel.take()
        } catch (error) {
          if (run.databaseIsSteady()) throw error
          step = 'wait'
        }
        unreadable += step === 'unreadable' ? 1 : 0
        if (step !== 'done') await sleep(PAUSE_MS)
      }
      cancels.ends.set(planned.credit.transactionNumber, endOf(planned, step))
      cancels.asked += cancel.wasAsked() ? 1 : 0
      if (step !== 'done')
        cancels.untaken.push(`${planned.credit.transactionNumber}: ${JSON.stringify(cancel.lastAnswers())}`)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, next))
  return cancels
}

function endOf({ byHand }: PlannedCredit, last: Step): CancelEnd {
  if (last === 'unreadable') return 'unreadable'
  if (last === 'wait') return 'never-taken'
  return byHand === 'takes-it' ? 'taken-by-hand' : 'deducted'
}

type Step = 'wait' | 'unreadable' | 'done'

function createCancel(credits: Credits, cafe24: SimulatedCafe24, planned: PlannedCredit) {
  const { mediaCode, transactionNumber, mallId } = planned.credit
  let isHandMade = false
  let asked = false
  let answers: CancelResult[] = []

  async function take(): Promise<Step> {
    const credit = await credits.ledger.byTransaction(mediaCode, transactionNumber)
    if (credit?.state === 'cancelling' || credit?.state === 'cancelled') return 'done'
    if (credit?.state !== 'credited') return 'wait'
    if (!isHandMade && planned.byHand) await cafe24.addRows(mallId, rowsByHand(planned))
    isHandMade = true
    const request = { creditId: credit.id, by: 'chaos', reason: 'chaos' }
    const results = await askTwice(request)
    const shown = results.find((result) => result.kind === 'perhaps-taken')
    if (!shown) return stepAfter(results)
    asked = true
    const choice = planned.byHand === 'takes-it' ? 'taken' : 'deduct'
    return stepAfter(await askTwice({ ...request, byHand: { choice, rows: shown.rows } }))
  }

  async function askTwice(request: CancelRequest): Promise<CancelResult[]> {
    answers = await Promise.all([credits.ledger.cancel(request), credits.ledger.cancel(request)])
    return answers
  }

  return { take, wasAsked: () => asked, lastAnswers: () => answers }
}

function stepAfter(results: CancelResult[]): Step {
  const taken = results.some(
    ({ kind }) => kind === 'cancelling' || kind === 'cancelled' || kind === 'already',
  )
  if (taken) return 'done'
  const isUnreadable = results.some(
    (result) => result.kind === 'unavailable' && result.code === 'total-unreadable',
  )
  return isUnreadable ? 'unreadable' : 'wait'
}

function rowsByHand({ credit, byHand }: PlannedCredit): HandMadeRow[] {
  const row = { member_id: credit.memberId, shop_no: credit.shopNo }
  if (byHand === 'takes-it') {
    return [{ ...row, type: 'decrease', amount: credit.amount, reason: `회수 ${credit.transactionNumber}` }]
  }
  // Given first, so that the member keeps what the cancel takes back.
  return [
    { ...row, type: 'increase', amount: 2, reason: '이벤트 당첨 지급' },
    { ...row, type: 'decrease', amount: 1, reason: `배송비 차감 ${credit.transactionNumber}` },
  ]
}

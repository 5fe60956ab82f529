import type { Generated } from 'kysely'

export interface SandboxTables {
  sandbox_account: { person: string; kind: string; balance: number }
  sandbox_hold: {
    key: string
    person: string
    kind: string
    points: number
    state: 'held' | 'captured' | 'released' | 'refunded'
    created_at: Date
  }
  sandbox_entry: {
    id: Generated<string>
    hold_key: string
    step: 'grant' | 'reserve' | 'capture' | 'release' | 'refund'
    person: string
    kind: string
    from_book: SandboxBook
    to_book: SandboxBook
    points: number
    at: Date
  }
  sandbox_control: {
    kind: string
    step: SandboxStep
    delay_ms: number
    fault: SandboxFault | null
  }
}

/** Points only move between books, so that the sum over all books is 0 for ever. */
export type SandboxBook = 'issued' | 'account' | 'reserved' | 'captured'

export const sandboxSteps = ['balances', 'reserve', 'capture', 'release', 'refund'] as const
export type SandboxStep = (typeof sandboxSteps)[number]

/** `before`: fails and does nothing. `after`: does it, and the answer is lost. `refuse`: says no. */
export const sandboxFaults = ['before', 'after', 'refuse'] as const
export type SandboxFault = (typeof sandboxFaults)[number]

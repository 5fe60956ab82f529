import { creditStates } from '@pointpay/contracts'
import type { Ledger, MallStatus, StoreStanding } from '@pointpay/credit'
import { Gauge, type Registry } from 'prom-client'
import type { Clock } from '../pointhub/deps.ts'

const DAY_MS = 86_400_000

type Counts = Awaited<ReturnType<Ledger['counts']>>

/** What the ledger holds, read when it is asked for: the same from every process. */
export function createLedgerGauges(registry: Registry, clock: Clock) {
  const registers = [registry]
  const parts = new Gauge({
    name: 'pointpay_credit_parts',
    help: 'Parts of credits and cancels that are not done, by state',
    labelNames: ['state'],
    registers,
  })
  const halted = new Gauge({
    name: 'pointpay_store_halted',
    help: '1 where nothing is sent since the store went back in time',
    registers,
  })
  const perMall = (name: string, help: string) =>
    new Gauge({ name: `pointpay_mall_${name}`, help, labelNames: ['mall'], registers })
  const backlog = perMall('backlog', 'Parts of a mall that wait')
  const oldest = perMall('oldest_waiting_seconds', 'Age of the oldest of them; 0 where none waits')
  const person = perMall('needs_person', 'Parts that only a person can settle')
  const bucket = perMall('bucket_use_ratio', 'Share of the call bucket in use')
  const skew = perMall('clock_skew_seconds', "How far Cafe24's clock is ahead of the database's")
  const failing = perMall('failing_seconds', 'How long Cafe24 has not answered for the mall; 0 while it does')
  const unaudited = perMall('unaudited_hours', 'Hours since the end of what was last compared with Cafe24')
  const differences = perMall(
    'audit_differences_total',
    'Differences from Cafe24 that the comparisons have found',
  )
  const tokenDays = perMall('token_days_left', 'Days until the refresh token dies; 0 without consent')

  return {
    show(counts: Counts, malls: readonly MallStatus[], store: StoreStanding): void {
      halted.set(store.halted ? 1 : 0)
      for (const state of creditStates) if (state !== 'credited') parts.set({ state }, counts[state] ?? 0)
      for (const gauge of [backlog, oldest, person, bucket, skew, failing, unaudited, differences, tokenDays])
        gauge.reset()
      for (const status of malls) {
        const mall = status.mallId
        const { consent } = status
        const goodUntilMs = consent.kind === 'consented' ? consent.refreshGoodUntil.getTime() : 0
        backlog.set({ mall }, status.backlog)
        oldest.set({ mall }, (status.oldestWaitingMs ?? 0) / 1_000)
        person.set({ mall }, status.needsPerson)
        bucket.set({ mall }, status.bucketUse)
        skew.set({ mall }, (status.clockSkewMs ?? 0) / 1_000)
        unaudited.set({ mall }, status.unauditedMs / 3_600_000)
        differences.set({ mall }, status.auditDifferences)
        failing.set({ mall }, (status.failingMs ?? 0) / 1_000)
        tokenDays.set({ mall }, Math.max(0, goodUntilMs - clock().getTime()) / DAY_MS)
      }
    },
  }
}

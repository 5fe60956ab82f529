import type { Context } from '../context.ts'
import { channels } from '../channels.ts'
import type { Credits, RunningWorker, WorkerOptions } from '../credit-types.ts'
import { CLAIM_DEADLINE_SHARE } from '../timing.ts'
import type { Refresh } from '../tokens/refresh.ts'
import type { CallResult } from './call-result.ts'
import { createClaim, type ClaimedMall, type ClaimedPart } from './claim.ts'
import { runChores } from './chores.ts'
import { checkAndSend } from './check-and-send.ts'
import { checkPart } from './check-part.ts'
import { handBack } from './hand-back.ts'
import { openMall } from './open-mall.ts'
import { beat, halt, StoreWentBack } from '../recovery/heartbeat.ts'
import { retryInMs } from './retry.ts'
import { sendPart } from './send-part.ts'
import { createSettle } from './settle.ts'
import { createSignal } from './signal.ts'
import { soonestTurnMs } from './soonest-turn.ts'
import { sweep } from './sweep.ts'
import { createTokenRefused } from './token-refused.ts'
import { createVisibilitySampler } from './sample-visibility.ts'
import type { WakeMalls } from './wake.ts'

/**
 * Max calls in flight. A slot is held from claim to commit: at 150 ms that is far above what one process can send, and at
 * Cafe24's worst still 50 a second.
 */
const DEFAULT_CONCURRENCY = 1024

/** Claims, calls, settles, until stopped. */
export function runWorker(
  context: Context,
  wake: WakeMalls,
  refresh: Refresh,
  audit: Credits['audit'],
  reopen: Credits['malls']['reopen'],
  options: WorkerOptions = {},
): RunningWorker {
  const { timing, log, store } = context
  const concurrency = options.concurrency ?? DEFAULT_CONCURRENCY
  const claim = createClaim(context)
  const stopping = new AbortController()
  const settle = createSettle(
    context,
    createTokenRefused(context, refresh, (mallId) => openMall(context, mallId)),
  )
  const sampler = createVisibilitySampler(context, stopping.signal, keep)
  const signal = createSignal()
  const inFlight = new Set<Promise<void>>()
  let calls = 0

  async function work(claimed: ClaimedPart): Promise<void> {
    calls += 1
    try {
      const result = await callFor(claimed)
      await settle(result)
      if (result.event.event === 'applied') sampler.afterCredit(claimed)
    } catch (error) {
      // What is not settled is found by its lease's end.
      log(
        'part.unsettled',
        { partId: claimed.part.id, mallId: claimed.mall.mallId, message: String(error) },
        'warn',
      )
    } finally {
      calls -= 1
      signal.raise()
    }
  }

  function callFor(claimed: ClaimedPart): Promise<CallResult> {
    if (claimed.task === 'check') return checkPart(context, claimed)
    if (claimed.task === 'check-and-send') return checkAndSend(context, claimed)
    const late = claimed.sinceClaim() > timing.leaseMs * CLAIM_DEADLINE_SHARE
    return late ? Promise.resolve(handBack(claimed)) : sendPart(context, claimed)
  }

  /** By the version that the claim saw: one that has come meanwhile is as good as one of our own. */
  async function renew({ mallId, tokenVersion }: ClaimedMall): Promise<void> {
    const result = await refresh(mallId, tokenVersion)
    if (result.kind === 'token') await openMall(context, mallId)
    else if (result.kind === 'unavailable') await openMall(context, mallId, retryInMs(context, 3))
  }

  function keep(task: Promise<void>): void {
    const guarded = task
      .catch((error: unknown) => log('worker.failed', { message: String(error) }, 'warn'))
      .finally(() => inFlight.delete(guarded))
    inFlight.add(guarded)
  }

  async function turn(): Promise<boolean> {
    const free = concurrency - calls
    if (free <= 0) return false
    const { parts, tokenless, malls } = await claim(free)
    await context.crashpoint('claim.committed')
    for (const part of parts) keep(work(part))
    for (const mall of tokenless) keep(renew(mall))
    return malls > 0
  }

  async function run(): Promise<void> {
    let failures = 0
    await beat(context).catch((error: unknown) => log('worker.failed', { message: String(error) }, 'warn'))
    while (!stopping.signal.aborted) {
      try {
        const busy = await turn()
        failures = 0
        if (!busy && !stopping.signal.aborted) await signal.wait(await pauseMs())
      } catch (error) {
        failures += 1
        if (error instanceof StoreWentBack) await halt(context, error.seen).catch(() => {})
        log('worker.failed', { message: String(error), failures }, 'warn')
        await signal.wait(retryInMs(context, Math.min(failures, 4)))
      }
    }
  }

  async function pauseMs(): Promise<number> {
    if (concurrency - calls <= 0) return timing.pollMs
    return Math.min(timing.pollMs, (await soonestTurnMs(context)) ?? timing.pollMs)
  }

  const listening = listen()
  async function listen(): Promise<(() => Promise<void>)[]> {
    return Promise.all([
      store.listen(channels.work, () => signal.raise()),
      store.listen(channels.accepted, (mallId) => void wake([{ mallId, inMs: 0 }])),
    ])
  }
  listening.catch((error: unknown) => log('worker.failed', { message: String(error) }, 'warn'))
  const beating = setInterval(() => {
    keep(beat(context))
  }, timing.heartbeatMs)
  const sweeping = setInterval(() => {
    keep(sweep(context, wake))
  }, timing.sweepMs)
  const chores = runChores(context, refresh, audit, reopen)
  const loop = run()

  return {
    async stop() {
      stopping.abort()
      signal.raise()
      clearInterval(beating)
      clearInterval(sweeping)
      for (const stopListening of await listening.catch(() => [])) await stopListening()
      await loop
      await chores.stop()
      while (inFlight.size > 0) await Promise.all(inFlight)
    },
  }
}

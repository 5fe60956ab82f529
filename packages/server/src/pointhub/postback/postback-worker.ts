import { createFirstTime } from '../../kernel/first-time.ts'
import type { Secrets } from '../../kernel/secrets.ts'
import type { MediaStore } from '../../media/media-store.ts'
import type { Clock, Log, PointhubDb } from '../deps.ts'
import { findConversion } from '../conversion/conversion-store.ts'
import { createSingleFlight } from '../single-flight.ts'
import type { PostbackRow } from '../tables.ts'
import { type Posted, postForm } from './post-form.ts'
import { claimAbandoned, claimDue } from './postback-store.ts'
import { returnFormOf } from './return-form.ts'
import type { SettlePostback } from './settle-postback.ts'

/** Calls under way at once in this process. */
const MOST_CALLS = 32
/** Of these, to one merchant: a slow one keeps no other waiting. */
const MOST_CALLS_PER_MEDIA = 8

export interface PostbackWorker {
  /** Posts what is due, now; never throws and does not wait. */
  wake(): void
  /** Takes over attempts whose process died. */
  takeOverAbandoned(): Promise<void>
  /** Takes no more, and resolves once the calls under way are settled. */
  drain(): Promise<void>
}

interface WorkerDeps {
  db: PointhubDb
  media: MediaStore
  fetch: typeof fetch
  fetchOutside: typeof fetch
  secrets: Secrets
  clock: Clock
  log: Log
  settle: SettlePostback
  /** Called after a decision that leaves points to give back. */
  onRefused: () => void
}

const notPosted: Posted = {
  outcome: { kind: 'answered', answer: { kind: 'credited' } },
  shown: '시험: 자체 백엔드에는 보내지 않았습니다',
}

const unreadableKey: Posted = {
  outcome: { kind: 'not-postable' },
  shown:
    'RETURN URL의 키를 열 수 없습니다. 보내지 않았으니 POINTPAY_TOKEN_KEYS를 확인하거나 새 주소를 만들고 다시 시도를 눌러 주세요.',
}

export function createPostbackWorker(deps: WorkerDeps): PostbackWorker {
  const { db, clock, log } = deps
  const firstTime = createFirstTime()
  const calls = new Map<string, number>()
  const underWay = new Set<Promise<void>>()
  let stopped = false

  async function post(row: PostbackRow): Promise<Posted> {
    const [conversion, media] = await Promise.all([
      findConversion(db, row.transaction_number),
      deps.media.byCode(row.media_code),
    ])
    if (!conversion || !media) return { outcome: { kind: 'not-postable' }, shown: '등록된 매체가 없습니다' }
    // A merchant's own backend would credit played points for real.
    if (conversion.test && media.kind === 'own-backend') return notPosted
    if (media.returnUrl === null) return unreadableKey
    // Our own RETURN URL may well be on this machine. Any other was named by somebody else.
    const call = media.kind === 'cafe24' ? deps.fetch : deps.fetchOutside
    return postForm(call, media.returnUrl, await returnFormOf(conversion, media, deps.secrets))
  }

  /** One that cannot be settled keeps no other waiting. */
  async function settleAlone(row: PostbackRow, posted: Posted | Promise<Posted>): Promise<void> {
    try {
      if ((await deps.settle(row, await posted)) === 'refused') deps.onRefused()
    } catch (error) {
      // The lease stands; the sweep takes the attempt over as one that may have arrived.
      if (firstTime(`${row.transaction_number} ${String(error)}`))
        log.error({ transactionNumber: row.transaction_number, err: error }, 'postback.not_settled')
    }
  }

  async function handle(row: PostbackRow): Promise<void> {
    calls.set(row.media_code, (calls.get(row.media_code) ?? 0) + 1)
    await settleAlone(row, post(row))
    calls.set(row.media_code, (calls.get(row.media_code) ?? 1) - 1)
  }

  function begin(row: PostbackRow): void {
    const call = handle(row).finally(() => {
      underWay.delete(call)
      claims.trigger()
    })
    underWay.add(call)
  }

  async function claim(): Promise<void> {
    const busy = [...calls].filter(([, count]) => count >= MOST_CALLS_PER_MEDIA).map(([code]) => code)
    const room = Math.min(MOST_CALLS - underWay.size, MOST_CALLS_PER_MEDIA)
    if (stopped || room <= 0) return
    const rows = await claimDue(db, clock(), room, busy)
    for (const row of rows) begin(row)
    if (rows.length > 0) claims.trigger()
  }
  const claims = createSingleFlight(claim, (error) => log.error({ err: error }, 'postback.claim_failed'))

  return {
    wake: claims.trigger,
    async takeOverAbandoned() {
      const rows = await claimAbandoned(db, clock(), MOST_CALLS)
      const lost = { outcome: { kind: 'lost' as const }, shown: '전송 중 중단되었습니다' }
      for (const row of rows) await settleAlone(row, lost)
    },
    async drain() {
      stopped = true
      await claims.idle()
      await Promise.all(underWay)
    },
  }
}

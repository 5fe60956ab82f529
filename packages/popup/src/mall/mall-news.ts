import type { SessionView } from '@pointpay/contracts'
import { tellMall, type MallMessage } from './tell-mall.ts'

/** What the mall's page should know of a session by now, in order. */
function newsOf({ conversion, open, test }: SessionView): MallMessage[] {
  const news: MallMessage[] = [{ type: 'ready' }]
  if (!conversion) return open ? news : [...news, { type: 'cancelled' }]
  const { transactionNumber, kind, points, amount, error } = conversion
  const moved = { transactionNumber, amount, ...(test && { test: true as const }) }
  if (conversion.convertedAt) news.push({ type: 'converted', pointKind: kind, points, ...moved })
  if (conversion.state === 'credited') news.push({ type: 'credited', ...moved })
  if (conversion.state === 'failed' && error) news.push({ type: 'error', ...error })
  return news
}

export interface MallNews {
  /** Tells what is new in the session. */
  of(session: SessionView): void
  tell(session: SessionView, message: MallMessage): void
}

/** Tells the mall's page each piece of news once a page load; the widget takes what it knows already for nothing new. */
export function createMallNews(opener: () => Window | null): MallNews {
  const told = new Set<string>()
  function tell(session: SessionView, message: MallMessage): void {
    const key = JSON.stringify(message)
    if (told.has(key)) return
    told.add(key)
    tellMall(opener(), session, message)
  }
  return {
    of: (session) => newsOf(session).forEach((message) => tell(session, message)),
    tell,
  }
}

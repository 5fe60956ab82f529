import type { ConversionView, SessionView } from '@pointpay/contracts'
import { useApp } from '../../app-context.ts'
import { Facts } from '../../components/facts.tsx'
import { inPoints, inWon } from '../../format/amounts.ts'
import { instantText } from '../../format/times.ts'
import { tookText } from '../../format/took-text.ts'
import { useTestMark } from '../../test-mark.ts'

interface ConversionFactsProps {
  session: SessionView
  conversion: ConversionView
}

/** What a shopper may have to tell the mall's people. */
export function ConversionFacts({ session, conversion }: ConversionFactsProps) {
  const { texts } = useApp()
  const { t } = texts
  const mark = useTestMark()
  const language = texts.language.value
  const { state, kind, points, amount, startedAt, creditedAt, transactionNumber } = conversion
  const name = session.kinds.find((each) => each.code === kind)?.name ?? kind
  const moved = state !== 'failed' && state !== 'cancelled'
  const tookMs = creditedAt && state === 'credited' ? Date.parse(creditedAt) - Date.parse(startedAt) : null
  return (
    <Facts
      facts={[
        [mark(t('factPoints')), moved ? `${name} ${inPoints(points)}` : null],
        [mark(t('factAmount')), moved && state !== 'credited' ? inWon(amount, language) : null],
        [t('factTook'), tookMs === null ? null : tookText(tookMs, texts)],
        [t('factStarted'), instantText(startedAt, language)],
        [t('factNumber'), <span class="code">{transactionNumber}</span>],
      ]}
    />
  )
}

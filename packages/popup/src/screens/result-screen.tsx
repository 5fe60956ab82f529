import type { ConversionView } from '@pointpay/contracts'
import { useApp } from '../app-context.ts'
import { useLater } from '../later-context.ts'
import { Announcement } from '../components/announcement.tsx'
import { Button } from '../components/button.tsx'
import { LaterIcon, type LaterShape } from '../components/later-icon.tsx'
import { Notice } from '../components/notice.tsx'
import { Stage } from '../components/stage.tsx'
import { WayOut } from '../components/way-out.tsx'
import { inWon } from '../format/amounts.ts'
import { tookText } from '../format/took-text.ts'
import { useTestMark } from '../test-mark.ts'
import { ConversionFacts } from './result/conversion-facts.tsx'
import { Phases } from './result/phases.tsx'

type State = ConversionView['state']

const looks: Record<State, { tone: string; shape: LaterShape | null }> = {
  converting: { tone: 'moving', shape: null },
  converted: { tone: 'moving', shape: null },
  credited: { tone: 'good', shape: 'done' },
  delayed: { tone: 'attention', shape: 'waiting' },
  failed: { tone: 'bad', shape: 'bad' },
  cancelled: { tone: '', shape: 'undone' },
}

/** What became of the conversion, live until it has ended. */
export function ResultScreen() {
  const { popup, clock, texts } = useApp()
  const { goOnAfter } = useLater()
  const { t } = texts
  const mark = useTestMark()
  const session = popup.session.value
  const conversion = session?.conversion
  if (!conversion) return null
  const { state } = conversion
  const { tone, shape } = looks[state]
  const title = mark(t(`${state}Title`))
  const won = inWon(conversion.amount, texts.language.value)
  // A failure says the same in a test: nothing was taken.
  const lead = session.test && state !== 'failed' ? t('testLead') : t(`${state}Lead`, { won })
  const moving = state === 'converting' || state === 'converted'
  const mayGoOn = state === 'failed' && session.open
  return (
    <Stage
      title={title}
      lead={state === 'failed' && conversion.error ? conversion.error.message : lead}
      emblem={
        <p class={`emblem ${tone}`}>{shape ? <LaterIcon shape={shape} /> : <span class="spinner" />}</p>
      }
      actions={
        <>
          <WayOut look={mayGoOn || moving ? 'quiet' : 'primary'} />
          {mayGoOn && (
            <Button look="primary" onPress={() => goOnAfter(conversion)}>
              {t('again')}
            </Button>
          )}
        </>
      }
    >
      {state === 'credited' && (
        <div class="receipt">
          <p class="receipt-name">{mark(t('received'))}</p>
          <p class="receipt-amount">{won}</p>
        </div>
      )}
      {(moving || state === 'delayed') && <Phases conversion={conversion} />}
      {moving && (
        <p class="elapsed">
          {t('elapsed', { time: tookText(clock.now.value - Date.parse(conversion.startedAt), texts) })}
          {' · '}
          {t('safeToClose')}
        </p>
      )}
      {state === 'delayed' && !session.test && <Notice tone="attention">{t('delayedTodo')}</Notice>}
      {state === 'failed' && <Notice tone="info">{lead}</Notice>}
      <ConversionFacts session={session} conversion={conversion} />
      <Announcement text={`${title}. ${lead}`} />
    </Stage>
  )
}

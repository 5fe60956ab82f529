import { useApp } from '../app-context.ts'
import { useLater } from '../later-context.ts'
import { Announcement } from '../components/announcement.tsx'
import { BackButton } from '../components/back-button.tsx'
import { Button } from '../components/button.tsx'
import { Facts } from '../components/facts.tsx'
import { Failure } from '../components/failure.tsx'
import { PointsField } from '../components/points-field.tsx'
import { Stage } from '../components/stage.tsx'
import { inPoints, inWon, rateText } from '../format/amounts.ts'
import { mostOf } from '../models/steps.ts'
import { useTestMark } from '../test-mark.ts'
import { amountProblemText } from './amount-problem-text.ts'

const QUICK_POINTS = [1_000, 5_000, 10_000, 50_000] as const

/** How many points, and what becomes of them. */
export function AmountScreen() {
  const { popup, texts } = useApp()
  const { amount } = useLater()
  const { t } = texts
  const mark = useTestMark()
  const kind = popup.kind.value
  if (!kind) return null
  const language = texts.language.value
  const points = amount.points.value
  const problem = amount.problem.value
  const most = mostOf(kind)
  // More digits may yet mend what is too little, or no multiple: not to be called wrong while one is typing.
  const shown = amount.tried.value || problem === 'above' || problem === 'insufficient' ? problem : null
  const won = inWon(amount.amount.value, language)
  const set = (value: number) => {
    amount.points.value = value
    amount.tried.value = 0
    amount.selecting.reset()
  }
  return (
    <Stage
      title={t('amountTitle')}
      lead={`${kind.name} · ${t('balance', { points: inPoints(kind.balance) })}`}
      onSubmit={amount.next}
      actions={
        <>
          <BackButton />
          <Button look="primary" type="submit" busy={amount.selecting.busy.value}>
            {t('next')}
          </Button>
        </>
      }
    >
      <PointsField
        label={t('points')}
        value={points}
        hint={t('rules', {
          minimum: inPoints(kind.minimum),
          unit: inPoints(kind.unit),
          maximum: inPoints(most),
        })}
        error={shown ? amountProblemText(shown, kind, points, texts) : undefined}
        focusOn={problem && amount.tried.value}
        onChange={set}
      />
      <div class="quick">
        {QUICK_POINTS.filter((quick) => quick <= most && quick % kind.unit === 0).map((quick) => (
          <Button
            key={quick}
            look="chip"
            label={t('addPoints', { points: inPoints(quick) })}
            onPress={() => set(Math.min(most, points + quick))}
          >
            +{inPoints(quick)}
          </Button>
        ))}
        <Button look="chip" onPress={() => set(most)}>
          {t('useAll')}
        </Button>
        <Button look="chip" disabled={points === 0} onPress={() => set(0)}>
          {t('clear')}
        </Button>
      </div>
      <div class="receipt">
        <p class="receipt-name">{mark(t('willReceive'))}</p>
        <p class="receipt-amount">
          {problem && problem !== 'below' && problem !== 'unit' && points > 0 ? '–' : won}
        </p>
        <Facts
          facts={[
            [t('rateName'), rateText(kind, language)],
            [t('balanceAfter'), inPoints(Math.max(0, kind.balance - points))],
          ]}
        />
      </div>
      <Announcement text={problem ? '' : mark(t('receiveLive', { points: inPoints(points), won }))} />
      <Failure failure={amount.selecting.failure.value} retry={amount.next} />
    </Stage>
  )
}

import { useApp } from '../app-context.ts'
import { useLater } from '../later-context.ts'
import { BackButton } from '../components/back-button.tsx'
import { Button } from '../components/button.tsx'
import { Facts } from '../components/facts.tsx'
import { Failure } from '../components/failure.tsx'
import { Notice } from '../components/notice.tsx'
import { Stage } from '../components/stage.tsx'
import { inPoints, inWon, rateText } from '../format/amounts.ts'
import { useTestMark } from '../test-mark.ts'
import { Agreement } from './agreement.tsx'

/** What will happen, once more, and the shopper's agreement. */
export function ReviewScreen() {
  const { popup, texts } = useApp()
  const { review } = useLater()
  const { t } = texts
  const mark = useTestMark()
  const session = popup.session.value
  const selection = session?.selection
  if (!selection) return null
  const language = texts.language.value
  const kind = session.kinds.find((each) => each.code === selection.kind)
  const state = review.state.value
  const busy = state.status === 'sending' || state.status === 'unclear'
  return (
    <Stage
      title={t('reviewTitle')}
      onSubmit={review.convert}
      actions={
        <>
          <BackButton disabled={busy} />
          <Button look="primary" type="submit" busy={busy}>
            {t('convert')}
          </Button>
        </>
      }
    >
      <div class="receipt">
        <p class="receipt-name">{mark(t('becomes', { member: session.memberId }))}</p>
        <p class="receipt-amount">{inWon(selection.amount, language)}</p>
        <Facts
          facts={[
            [t('reviewFrom'), `${kind?.name ?? selection.kind} ${inPoints(selection.points)}`],
            [t('rateName'), kind ? rateText(kind, language) : null],
            [
              t('reviewTo'),
              <>
                {session.media.name}{' '}
                <span dir="auto" translate={false}>
                  {session.memberId}
                </span>
              </>,
            ],
          ]}
        />
      </div>
      <Agreement mall={session.media.name} />
      <p class="fine">
        {t('notYou')} {!session.test && t('notice')}
      </p>
      {state.status === 'unclear' && (
        <Notice tone="attention" role="status">
          {t('unclear')}
        </Notice>
      )}
      {state.status === 'failed' && !state.unclear && (
        <Failure failure={state.failure} retry={review.convert} />
      )}
      {state.status === 'failed' && state.unclear && (
        <Notice tone="attention" role="alert">
          <p>{t('stillUnclear')}</p>
          <Button onPress={review.convert}>{t('retry')}</Button>
        </Notice>
      )}
    </Stage>
  )
}

import { useApp } from '../app-context.ts'
import { BackButton } from '../components/back-button.tsx'
import { Button } from '../components/button.tsx'
import { Failure } from '../components/failure.tsx'
import { Icon } from '../components/icon.tsx'
import { Notice } from '../components/notice.tsx'
import { Stage } from '../components/stage.tsx'
import { isUsable } from '../models/steps.ts'
import { KindChoice } from './kind-choice.tsx'

/** The shopper's points by kind. */
export function KindsScreen() {
  const { popup, balances, texts } = useApp()
  const { t } = texts
  const session = popup.session.value
  if (session?.identity.status !== 'verified') return null
  const { kinds } = session
  const none = !kinds.some(isUsable)
  const silent = kinds.filter((kind) => !kind.available).length
  const reload = (
    <Button look="link" busy={balances.reading.busy.value} onPress={balances.readAgain}>
      {t('reload')}
    </Button>
  )
  return (
    <Stage
      title={t(none ? 'kindsEmptyTitle' : 'kindsTitle')}
      lead={none && silent === 0 ? t('kindsEmpty') : t('kindsLead', { name: session.identity.maskedName })}
      emblem={
        none && (
          <p class="emblem">
            <Icon shape="info" />
          </p>
        )
      }
      onSubmit={balances.next}
      actions={
        <>
          <BackButton />
          {none ? (
            <Button look="primary" busy={balances.reading.busy.value} onPress={balances.readAgain}>
              {t('reload')}
            </Button>
          ) : (
            <Button look="primary" type="submit">
              {t('next')}
            </Button>
          )}
        </>
      }
    >
      {silent > 0 && (
        <Notice tone="attention">
          <p>{t(silent === kinds.length ? 'kindsFailed' : 'someUnavailable')}</p>
          {!none && reload}
        </Notice>
      )}
      <fieldset class="choices" aria-describedby="kinds-error">
        <legend class="visually-hidden">{t('kindsTitle')}</legend>
        {kinds.map((kind) => (
          <KindChoice key={kind.code} kind={kind} />
        ))}
      </fieldset>
      <p class="error" id="kinds-error" role="alert">
        {balances.missing.value ? t('kindMissing') : ''}
      </p>
      {!none && silent === 0 && reload}
      <Failure failure={balances.reading.failure.value} retry={balances.readAgain} />
    </Stage>
  )
}

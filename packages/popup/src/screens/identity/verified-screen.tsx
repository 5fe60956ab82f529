import { useApp } from '../../app-context.ts'
import { Button } from '../../components/button.tsx'
import { LaterIcon } from '../../components/later-icon.tsx'
import { Stage } from '../../components/stage.tsx'

/** Back at a step that is done: it need not be done twice. */
export function VerifiedScreen() {
  const { popup, places, texts } = useApp()
  const identity = popup.session.value?.identity
  if (identity?.status !== 'verified') return null
  const next = () => places.go({ step: 'kinds' })
  return (
    <Stage
      title={texts.t('verifiedTitle')}
      lead={texts.t('verified', { name: identity.maskedName })}
      emblem={
        <p class="emblem good">
          <LaterIcon shape="done" />
        </p>
      }
      onSubmit={next}
      actions={
        <Button look="primary" type="submit">
          {texts.t('next')}
        </Button>
      }
    />
  )
}

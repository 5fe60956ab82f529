import { mayPass } from '../api/failure.ts'
import { useApp } from '../app-context.ts'
import { Button } from '../components/button.tsx'
import { failureText } from '../components/failure-text.ts'
import { Icon } from '../components/icon.tsx'
import { Stage } from '../components/stage.tsx'
import { WayOut } from '../components/way-out.tsx'

/** The session could not be opened: nothing has begun. */
export function ProblemScreen() {
  const { popup, texts } = useApp()
  const failure = popup.opening.failure.value
  const busy = popup.opening.busy.value
  const again = failure && mayPass(failure)
  return (
    <Stage
      title={texts.t('problemTitle')}
      lead={failure ? failureText(failure, texts) : texts.t('addressWrong')}
      emblem={
        <p class="emblem bad">
          <Icon shape="bad" />
        </p>
      }
      actions={
        <>
          <WayOut look={again ? 'quiet' : 'primary'} />
          {again && (
            <Button look="primary" busy={busy} onPress={popup.start}>
              {texts.t('retry')}
            </Button>
          )}
        </>
      }
    />
  )
}

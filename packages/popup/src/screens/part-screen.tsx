import { useApp } from '../app-context.ts'
import { Button } from '../components/button.tsx'
import { Icon } from '../components/icon.tsx'
import { Stage } from '../components/stage.tsx'
import { OpeningScreen } from './opening-screen.tsx'

/** In the place of a later screen, until its part is there. */
export function PartScreen() {
  const { later, reload, texts } = useApp()
  if (!later.lost.value) return <OpeningScreen />
  return (
    <Stage
      title={texts.t('partLostTitle')}
      lead={texts.t('partLostLead')}
      emblem={
        <p class="emblem bad">
          <Icon shape="bad" />
        </p>
      }
      actions={
        <Button look="primary" onPress={reload}>
          {texts.t('reload')}
        </Button>
      }
    />
  )
}

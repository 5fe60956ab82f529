import { useApp } from '../../app-context.ts'
import { Button } from '../../components/button.tsx'
import { Icon } from '../../components/icon.tsx'
import { Stage } from '../../components/stage.tsx'

/** Back at a step that is done: it need not be done twice. */
export function Verified({ name }: { name: string }) {
  const { places, texts } = useApp()
  const next = () => places.go({ step: 'kinds' })
  return (
    <Stage
      title={texts.t('verifiedTitle')}
      lead={texts.t('verified', { name })}
      emblem={
        <p class="emblem good">
          <Icon shape="done" />
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

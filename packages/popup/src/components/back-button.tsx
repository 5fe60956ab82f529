import { useApp } from '../app-context.ts'
import { Button } from './button.tsx'

export function BackButton({ disabled }: { disabled?: boolean }) {
  const { places, texts } = useApp()
  return (
    <Button disabled={disabled ?? false} onPress={places.back}>
      {texts.t('back')}
    </Button>
  )
}

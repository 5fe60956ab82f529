import { mayPass, type ApiFailure } from '../api/failure.ts'
import { useApp } from '../app-context.ts'
import { Button } from './button.tsx'
import { failureText } from './failure-text.ts'
import { Notice } from './notice.tsx'

interface FailureProps {
  failure: ApiFailure | null
  /** Offered where the same call may succeed later. */
  retry?: () => unknown
}

/** Why the last call brought nothing; nothing where it did bring something. */
export function Failure({ failure, retry }: FailureProps) {
  const { texts } = useApp()
  if (!failure) return null
  return (
    <Notice tone="bad" role="alert">
      <p>{failureText(failure, texts)}</p>
      {retry && mayPass(failure) && <Button onPress={retry}>{texts.t('retry')}</Button>}
    </Notice>
  )
}

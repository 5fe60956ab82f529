import { useApp } from '../app-context.ts'
import { Icon } from './icon.tsx'

/** Says that the network is gone, and that nothing is lost by it. */
export function OfflineBanner() {
  const { connection, texts } = useApp()
  const lost = !connection.reachable.value
  return (
    <div class={`banner ${lost ? '' : 'none'}`} role="status">
      {lost && (
        <>
          <Icon shape="offline" />
          <p>{texts.t('offline')}</p>
        </>
      )}
    </div>
  )
}

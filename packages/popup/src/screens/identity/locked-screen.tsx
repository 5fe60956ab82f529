import { useApp } from '../../app-context.ts'
import { Announcement } from '../../components/announcement.tsx'
import { Button } from '../../components/button.tsx'
import { LaterIcon } from '../../components/later-icon.tsx'
import { Stage } from '../../components/stage.tsx'
import { clockText } from '../../format/times.ts'

/** Too many wrong codes: what to wait for. */
export function LockedScreen() {
  const { popup, identity, clock, texts } = useApp()
  const { t } = texts
  const view = popup.session.value?.identity
  if (view?.status !== 'locked') return null
  const leftMs = Date.parse(view.until) - clock.now.value
  const over = leftMs <= 0
  return (
    <Stage
      title={t('lockedTitle')}
      lead={over ? t('lockedOver') : t('locked', { time: clockText(leftMs) })}
      emblem={
        <p class="emblem attention">
          <LaterIcon shape="waiting" />
        </p>
      }
      actions={
        <Button
          look="primary"
          disabled={!over}
          onPress={() => {
            identity.confirming.reset()
            identity.sendingCode.reset()
            identity.changing.value = true
            void popup.refresh()
          }}
        >
          {t('retry')}
        </Button>
      }
    >
      <Announcement text={over ? t('lockedOver') : ''} />
    </Stage>
  )
}

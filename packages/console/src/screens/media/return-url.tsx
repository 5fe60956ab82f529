import type { MediaStatus } from '@pointpay/contracts'
import { useSignal } from '@preact/signals'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { CopyField } from '../../components/copy-field.tsx'
import { Instant } from '../../components/instant.tsx'
import { Notice } from '../../components/notice.tsx'
import { messages } from '../../messages.ts'

const words = messages.media.returnKey

export interface ReturnUrlProps {
  media: MediaStatus
  renew(): Promise<void>
  endOld(): Promise<void>
}

/** The RETURN URL of a mall's media. Its last part is a key, so it is for operators alone. */
export function ReturnUrl({ media, renew, endOld }: ReturnUrlProps) {
  const asking = useSignal<'renew' | 'end-old' | null>(null)
  const { returnUrl, oldReturnUrlUntil } = media
  const close = () => (asking.value = null)
  return (
    <section class="panel">
      {returnUrl === null ? (
        <Unreadable />
      ) : (
        <CopyField label={words.title} hint={words.hint[media.popup]} text={returnUrl} />
      )}
      {oldReturnUrlUntil && (
        <p>
          {words.oldUntil} <Instant at={oldReturnUrlUntil} />
        </p>
      )}
      <div class="buttons">
        <button type="button" class="button" onClick={() => (asking.value = 'renew')}>
          {words.renew}
        </button>
        {oldReturnUrlUntil && (
          <button type="button" class="button" onClick={() => (asking.value = 'end-old')}>
            {words.endOld}
          </button>
        )}
      </div>
      {asking.value === 'renew' && (
        <ConfirmDialog
          title={words.renewTitle}
          confirm={words.renewConfirm}
          onClose={close}
          onConfirm={() => void renew()}
        >
          <p>{words.renewBody[media.popup]}</p>
          {oldReturnUrlUntil && <Notice tone="attention">{words.renewEndsOld[media.popup]}</Notice>}
        </ConfirmDialog>
      )}
      {asking.value === 'end-old' && (
        <ConfirmDialog
          title={words.endOldTitle}
          confirm={words.endOldConfirm}
          onClose={close}
          onConfirm={() => void endOld()}
        >
          <p>{words.endOldBody[media.popup]}</p>
        </ConfirmDialog>
      )}
    </section>
  )
}

function Unreadable() {
  return (
    <>
      <h3>{words.title}</h3>
      <Notice tone="bad" title={words.unreadable}>
        {words.unreadableToDo}
      </Notice>
    </>
  )
}

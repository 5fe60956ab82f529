import type { MediaStatus } from '@pointpay/contracts'
import { useSignal } from '@preact/signals'
import { CopyField } from '../../components/copy-field.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { messages } from '../../messages.ts'

const words = messages.media

export interface MediaAddressesProps {
  media: MediaStatus
  /** Left out: this account may not, nor see the key. */
  renewKey?: () => Promise<void>
}

/** What is sent to the mall's owner, registered with PointPay, and pasted into a skin. */
export function MediaAddresses({ media, renewKey }: MediaAddressesProps) {
  const asking = useSignal(false)
  return (
    <section class="panel">
      {media.installUrl && (
        <CopyField label={words.install} hint={words.installHint} text={media.installUrl} />
      )}
      <CopyField label={words.snippet} hint={words.snippetHint} text={media.snippet} />
      {media.kind === 'own-backend' && (
        <CopyField label={words.returnUrlOwn} hint={words.returnUrlOwnHint} text={media.returnUrl} />
      )}
      {renewKey && (
        <>
          <CopyField label={words.returnUrl} hint={words.returnUrlHint} text={media.returnUrl} />
          <div class="buttons">
            <button type="button" class="button" onClick={() => (asking.value = true)}>
              {words.renewKey}
            </button>
          </div>
        </>
      )}
      {renewKey && asking.value && (
        <Dialog title={words.renewKeyTitle} onClose={() => (asking.value = false)}>
          <p>{words.renewKeyBody}</p>
          <div class="buttons">
            <button
              type="button"
              class="button button--danger"
              onClick={() => {
                asking.value = false
                void renewKey()
              }}
            >
              {words.renewKeyConfirm}
            </button>
          </div>
        </Dialog>
      )}
    </section>
  )
}

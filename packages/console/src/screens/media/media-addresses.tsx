import type { MediaStatus } from '@pointpay/contracts'
import { CopyField } from '../../components/copy-field.tsx'
import { messages } from '../../messages.ts'

const words = messages.media

/** What is sent to the mall's owner, and pasted into a skin. */
export function MediaAddresses({ media }: { media: MediaStatus }) {
  return (
    <section class="panel">
      {media.installUrl && (
        <CopyField label={words.install} hint={words.installHint} text={media.installUrl} />
      )}
      <CopyField label={words.snippet} hint={words.snippetHint} text={media.snippet} />
      {media.kind === 'own-backend' && media.returnUrl && (
        <CopyField label={words.returnUrlOwn} hint={words.returnUrlOwnHint} text={media.returnUrl} />
      )}
    </section>
  )
}

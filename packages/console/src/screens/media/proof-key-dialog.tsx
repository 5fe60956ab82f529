import { CopyField } from '../../components/copy-field.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Notice } from '../../components/notice.tsx'
import { messages } from '../../messages.ts'

const words = messages.media.proofKey

/** A key that was just issued. It is shown this once. */
export function ProofKeyDialog({ proofKey, onClose }: { proofKey: string; onClose(): void }) {
  return (
    <Dialog title={words.dialogTitle} onClose={onClose} keepOnEscape>
      <div class="stack">
        <Notice tone="attention" title={words.once}>
          {words.onceMeans}
        </Notice>
        <CopyField label={words.label} hint={words.hint} text={proofKey} />
      </div>
    </Dialog>
  )
}

import type { ComponentChildren } from 'preact'
import { messages } from '../messages.ts'
import { Dialog } from './dialog.tsx'

export interface ConfirmDialogProps {
  title: string
  /** What the button says that does it. */
  confirm: string
  onClose(): void
  onConfirm(): void
  /** What will happen. */
  children: ComponentChildren
}

/** Asks once more before something that cannot be taken back. */
export function ConfirmDialog({ title, confirm, onClose, onConfirm, children }: ConfirmDialogProps) {
  return (
    <Dialog title={title} onClose={onClose}>
      <div class="stack">
        {children}
        <div class="buttons">
          <button
            type="button"
            class="button button--danger"
            onClick={() => {
              onClose()
              onConfirm()
            }}
          >
            {confirm}
          </button>
          <button type="button" class="button" onClick={onClose}>
            {messages.keepAsIs}
          </button>
        </div>
      </div>
    </Dialog>
  )
}

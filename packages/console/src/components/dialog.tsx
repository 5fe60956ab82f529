import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import { messages } from '../messages.ts'

export interface DialogProps {
  title: string
  /** Called for Escape and the close button. The one who opened the dialog then takes it away. */
  onClose(): void
  /** Escape does nothing: what the dialog shows cannot be shown again. */
  keepOnEscape?: boolean
  children: ComponentChildren
}

/**
 * A modal dialog for as long as it is rendered. The browser's `<dialog>` keeps the focus inside; where it was before, it
 * is put back at the end.
 */
export function Dialog({ title, onClose, keepOnEscape = false, children }: DialogProps) {
  const titleId = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const opener = document.activeElement
    const element = dialog.current
    element?.showModal()
    return () => {
      element?.close()
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus()
    }
  }, [])
  return (
    <dialog
      ref={dialog}
      class="dialog"
      aria-labelledby={titleId}
      // Without it a browser closes the dialog at a second Escape, whatever the listener says.
      {...(keepOnEscape ? { closedby: 'none' } : {})}
      onCancel={(event) => {
        event.preventDefault()
        if (!keepOnEscape) onClose()
      }}
    >
      <header class="dialog__head">
        <h2 id={titleId}>{title}</h2>
        <button type="button" class="button button--quiet" onClick={onClose}>
          {messages.close}
        </button>
      </header>
      {children}
    </dialog>
  )
}

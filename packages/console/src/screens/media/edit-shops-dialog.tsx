import type { MediaStatus } from '@pointpay/contracts'
import { useModel } from '@preact/signals'
import { useRef } from 'preact/hooks'
import { useApp } from '../../app-context.ts'
import { Dialog } from '../../components/dialog.tsx'
import { Notice } from '../../components/notice.tsx'
import { SentForm } from '../../components/sent-form.tsx'
import { messages } from '../../messages.ts'
import { EditShopsModel } from '../../models/edit-shops.ts'
import { ShopFields } from './shop-fields.tsx'

const words = messages.media.shop

export interface EditShopsDialogProps {
  media: MediaStatus
  onClose(): void
  saved(media: MediaStatus): void
}

/** Registers a mall's shops by hand. */
export function EditShopsDialog({ media, onClose, saved }: EditShopsDialogProps) {
  const app = useApp()
  const model = useModel(() => new EditShopsModel(app, media, saved))
  const list = useRef<HTMLDivElement>(null)
  const addButton = useRef<HTMLButtonElement>(null)
  const wrong = model.errors.value
  return (
    <Dialog title={words.edit} onClose={onClose}>
      <SentForm model={model} words={{ submit: messages.save, submitting: messages.saving }}>
        <p class="quiet">{words.editHint}</p>
        <div ref={list} class="shop-rows">
          {model.rows.value.map((row, index) => (
            <ShopFields
              key={row.key}
              row={row}
              position={index + 1}
              errors={wrong[row.key] ?? {}}
              remove={() => {
                model.remove(row)
                addButton.current?.focus()
              }}
            />
          ))}
        </div>
        {wrong.list && (
          <p class="field__error" role="alert">
            {wrong.list}
          </p>
        )}
        <div class="buttons">
          <button
            ref={addButton}
            type="button"
            class="button"
            onClick={() => {
              model.add()
              requestAnimationFrame(() => list.current?.lastElementChild?.querySelector('input')?.focus())
            }}
          >
            {words.add}
          </button>
        </div>
        <div role="status">
          {model.noneServed.value && <Notice tone="attention">{words.noneServed}</Notice>}
        </div>
      </SentForm>
    </Dialog>
  )
}

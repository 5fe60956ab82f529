import type { PopupOwner } from '@pointpay/contracts'
import { useApp } from '../../app-context.ts'
import { Field } from '../../components/field.tsx'
import { TextField } from '../../components/text-field.tsx'
import { messages } from '../../messages.ts'
import type { MediaForm } from '../../models/media-form.ts'

const words = messages.media

export interface PopupFieldsProps {
  form: Pick<
    MediaForm,
    'fields' | 'errors' | 'mode' | 'popup' | 'popups' | 'choosePopup' | 'leavesPointPay' | 'separates'
  >
}

/** Whose popup the button opens, and what belongs to that choice. */
export function PopupFields({ form }: PopupFieldsProps) {
  const { service } = useApp()
  const popup = form.popup.value
  const hint = [
    words.popupHint[popup],
    ...(service.value.pointhub ? [] : [words.popupWithoutPartners]),
    ...(form.leavesPointPay.value ? [words.popupLeavesPointPay] : []),
    ...(form.mode.value === 'test' ? [words.popupInTest] : []),
  ].join(' ')
  return (
    <>
      <Field label={words.popupLabel} hint={hint}>
        {(control) => (
          <select
            {...control}
            value={popup}
            onInput={(event) => form.choosePopup(event.currentTarget.value as PopupOwner)}
          >
            {form.popups.value.map((owner) => (
              <option key={owner} value={owner}>
                {words.popup[owner]}
              </option>
            ))}
          </select>
        )}
      </Field>
      {form.separates.value && (
        <TextField
          label={words.nonceSeparator}
          hint={words.nonceSeparatorHint}
          error={form.errors.value.nonceSeparator}
          value={form.fields.nonceSeparator}
          autocomplete="off"
        />
      )}
    </>
  )
}

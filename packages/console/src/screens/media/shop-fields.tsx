import { Field } from '../../components/field.tsx'
import { TextField } from '../../components/text-field.tsx'
import { messages } from '../../messages.ts'
import {
  commonCurrencies,
  OTHER_CURRENCY,
  type ShopRow,
  type ShopRowErrors,
} from '../../models/shops-form.ts'

const words = messages.media.shop

export interface ShopFieldsProps {
  row: ShopRow
  /** From 1: which of the rows this is, for those who do not see them. */
  position: number
  errors: ShopRowErrors
  remove(): void
}

/** One shop of the list that is edited. */
export function ShopFields({ row, position, errors, remove }: ShopFieldsProps) {
  const isOther = row.currency.value === OTHER_CURRENCY
  return (
    <fieldset class="shop-row">
      <legend class="visually-hidden">{words.row(position)}</legend>
      <div class="shop-row__fields">
        <TextField
          label={words.number}
          error={errors.shopNo}
          value={row.shopNo}
          inputMode="numeric"
          autocomplete="off"
        />
        <TextField label={words.nameField} error={errors.name} value={row.name} autocomplete="off" />
        <div class="shop-row__currency">
          <Field label={words.currency}>
            {(control) => (
              <select
                {...control}
                value={row.currency.value}
                onInput={(event) => (row.currency.value = event.currentTarget.value)}
              >
                {commonCurrencies.map((currency) => (
                  <option key={currency} value={currency}>
                    {currency}
                  </option>
                ))}
                <option value={OTHER_CURRENCY}>{words.otherCurrency}</option>
              </select>
            )}
          </Field>
          {isOther && (
            <TextField
              label={words.currencyCode}
              error={errors.currency}
              value={row.typedCurrency}
              autocomplete="off"
            />
          )}
        </div>
      </div>
      <div class="shop-row__foot">
        <label class="choice">
          <input
            type="checkbox"
            checked={row.active.value}
            onChange={(event) => (row.active.value = event.currentTarget.checked)}
          />
          <span>{words.active}</span>
        </label>
        <button
          type="button"
          class="button button--quiet"
          aria-label={words.removeOf(position)}
          onClick={remove}
        >
          {words.remove}
        </button>
      </div>
    </fieldset>
  )
}

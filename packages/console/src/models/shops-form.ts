import { CREDITED_CURRENCY, servedShops, shopsSchema, type Shop, type ShopNo } from '@pointpay/contracts'
import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import { messages } from '../messages.ts'

/** Currencies that Cafe24's storefronts commonly count in. The one that is credited comes first. */
export const commonCurrencies = [CREDITED_CURRENCY, 'USD', 'JPY', 'CNY', 'TWD', 'EUR', 'VND', 'PHP'] as const
/** Stands in the currency's select for one that is typed. */
export const OTHER_CURRENCY = 'other'

export interface ShopRow {
  /** Stays with the row while others are added and removed. */
  key: number
  shopNo: Signal<string>
  name: Signal<string>
  /** One of `commonCurrencies`, or `OTHER_CURRENCY`. */
  currency: Signal<string>
  /** Counts only for `OTHER_CURRENCY`. */
  typedCurrency: Signal<string>
  active: Signal<boolean>
}

export type ShopRowErrors = Partial<Record<'shopNo' | 'name' | 'currency', string>>
/** By the row's key; `list` is about the rows as a whole. */
export interface ShopsErrors {
  [key: number]: ShopRowErrors
  list?: string
}

export interface ShopsForm {
  rows: ReadonlySignal<readonly ShopRow[]>
  add(): void
  remove(row: ShopRow): void
  /** No row is an open shop in KRW: nothing could be credited. */
  noneServed: ReadonlySignal<boolean>
  errors: ReadonlySignal<ShopsErrors>
  /** null: something is wrong, and `errors` says what. */
  read(): Shop[] | null
}

const words = messages.media.shop.wrong

/** A media's shops as they are typed. A shop keeps its known language, which is not asked for. */
export function createShopsForm(known: readonly Shop[]): ShopsForm {
  let lastKey = 0
  const newRow = (shop: Pick<Shop, 'currency' | 'active'> & Partial<Shop>): ShopRow => {
    const isCommon = commonCurrencies.some((each) => each === shop.currency)
    return {
      key: ++lastKey,
      shopNo: signal(shop.shopNo === undefined ? '' : String(shop.shopNo)),
      name: signal(shop.name ?? ''),
      currency: signal(isCommon ? shop.currency : OTHER_CURRENCY),
      typedCurrency: signal(isCommon ? '' : shop.currency),
      active: signal(shop.active),
    }
  }
  const rows = signal<readonly ShopRow[]>(known.map(newRow))
  const errors = signal<ShopsErrors>({})
  const shops = computed(() => rows.value.map((row) => shopOf(row, known)))

  return {
    rows,
    add() {
      rows.value = [...rows.peek(), newRow({ currency: CREDITED_CURRENCY, active: true })]
    },
    remove(row) {
      rows.value = rows.peek().filter((each) => each !== row)
    },
    noneServed: computed(() => servedShops(shops.value).length === 0),
    errors,
    read() {
      const parsed = shopsSchema.safeParse(shops.peek())
      errors.value = errorsOf(rows.peek(), shops.peek(), parsed.error?.issues ?? [])
      return parsed.success && Object.keys(errors.peek()).length === 0 ? parsed.data : null
    },
  }
}

function shopOf(row: ShopRow, known: readonly Shop[]): Shop {
  const shopNo = numberOf(row.shopNo.value)
  return {
    shopNo,
    name: row.name.value.trim() || null,
    currency: row.currency.value === OTHER_CURRENCY ? row.typedCurrency.value.trim() : row.currency.value,
    language: known.find((each) => each.shopNo === shopNo)?.language ?? null,
    active: row.active.value,
  }
}

/** NaN for what is no number, so that the schema refuses it. */
function numberOf(text: string): ShopNo {
  return (/^\d+$/.test(text.trim()) ? Number(text) : Number.NaN) as ShopNo
}

function errorsOf(
  rows: readonly ShopRow[],
  shops: readonly Shop[],
  issues: readonly { code?: string; path: PropertyKey[] }[],
): ShopsErrors {
  const errors: ShopsErrors = {}
  const setError = (index: number, field: keyof ShopRowErrors, error: string) => {
    const row = rows[index]
    if (row) errors[row.key] = { ...errors[row.key], [field]: error }
  }
  shops.forEach(({ shopNo }, index) => {
    const isRepeated = shops.slice(0, index).some((before) => before.shopNo === shopNo)
    if (isRepeated) setError(index, 'shopNo', words.repeated)
  })
  for (const { code, path } of issues) {
    const [index, field] = path
    if (field === 'shopNo' || field === 'name' || field === 'currency')
      setError(Number(index), field, words[field])
    else if (code === 'too_big') errors.list = words.tooMany
  }
  if (rows.length === 0) errors.list = words.none
  return errors
}

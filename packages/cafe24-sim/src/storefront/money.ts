import type { Shop } from '../books/shops.ts'

/** An amount as the shop's pages write it, e.g. `48,000원` or `$36.00`. */
export function formatMoney(cents: number, { currency, language }: Shop): string {
  const units = cents / 100
  if (currency === 'KRW') return `${units.toLocaleString('ko-KR')}원`
  return units.toLocaleString(language.replace('_', '-'), {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
  })
}

import type { Shop } from '../books/shops.ts'
import type { Simulation } from '../simulation.ts'
import type { ApiAnswer } from './answers.ts'

/** `GET /api/v2/admin/shops`: all shops of the mall, those that are not open too. */
export function listShops({ malls }: Simulation, mallId: string): ApiAnswer {
  const shops = malls.find(mallId)?.shops ?? []
  return { status: 200, body: { shops: shops.map((shop) => present(mallId, shop)) } }
}

function present(mallId: string, shop: Shop) {
  const baseDomain = `${mallId}.cafe24.com`
  const { language, region } = new Intl.Locale(shop.language.replace('_', '-'))
  return {
    shop_no: shop.shopNo,
    default: flag(shop.shopNo === 1),
    shop_name: shop.name,
    business_country_code: region,
    language_code: shop.language,
    language_name: new Intl.DisplayNames('ko', { type: 'language' }).of(language),
    currency_code: shop.currency,
    currency_name: currencyName(shop.currency),
    reference_currency_code: null,
    reference_currency_name: null,
    pc_skin_no: 2 * shop.shopNo - 1,
    mobile_skin_no: 2 * shop.shopNo,
    base_domain: baseDomain,
    primary_domain: shop.primaryDomain ?? baseDomain,
    slave_domain: shop.slaveDomains,
    active: flag(shop.active),
    timezone: 'Asia/Seoul',
    timezone_name: '(UTC+09:00) 서울',
    date_format: 'YYYY-MM-DD',
    time_format: 'hh:mm:ss',
    use_reference_currency: 'F',
  }
}

/** Cafe24's way to write yes and no. */
function flag(value: boolean): 'T' | 'F' {
  return value ? 'T' : 'F'
}

/** The Korean name, the symbol and the English name, e.g. `미국 달러 $ (US Dollar)`. */
function currencyName(currency: string): string {
  if (currency === 'KRW') return '원 ￦ (South Korean Won)'
  const name = (locale: string) => new Intl.DisplayNames(locale, { type: 'currency' }).of(currency)
  const symbol = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
  })
    .formatToParts(0)
    .find(({ type }) => type === 'currency')?.value
  return `${name('ko')} ${symbol} (${name('en')})`
}

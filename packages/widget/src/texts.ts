export type Locale = 'ko' | 'en' | 'ja' | 'zh'

/** Every text that a shopper can meet. */
export interface Texts {
  /** The button's label. */
  button: string
  /** What the guide alerts when something is really wrong. */
  error: string
  /** The member's record is out of date; beside `reload`. */
  expired: string
  reload: string
  /** The shop's 적립금 does not count in KRW. */
  notServed: string
  /** The browser blocked the popup; beside the link `proceed`. */
  blocked: string
  proceed: string
  close: string
}

/** The only text that the first-load script needs in every language. */
export const buttonTexts: Record<Locale, string> = {
  ko: '제휴포인트할인',
  en: 'Use partner points',
  ja: '提携ポイント割引',
  zh: '合作积分抵扣',
}

/** Where the other texts did not load. The next press loads them again. */
export const TRY_AGAIN_TEXT = '잠시 뒤 다시 눌러 주세요.'

/** The locale asked for, else the page's language, else Korean, as on a server, which has no page. */
export function chooseLocale(asked?: string | null): Locale {
  const language = (asked || globalThis.document?.documentElement.lang + '')
    .slice(0, 2)
    .toLowerCase() as Locale
  return buttonTexts[language] ? language : 'ko'
}

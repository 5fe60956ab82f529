export const languages = { ko: '한국어', en: 'English' } as const
export type Language = keyof typeof languages

const isLanguage = (value: unknown): value is Language => value === 'ko' || value === 'en'

/** The address's `lang` first, then what the shopper chose before, then the browser: Korean unless English comes first. */
export function firstLanguage(
  search: string,
  chosenBefore: string | null,
  browser: readonly string[],
): Language {
  const asked = new URLSearchParams(search).get('lang')
  if (isLanguage(asked)) return asked
  if (isLanguage(chosenBefore)) return chosenBefore
  return /^en\b/i.test(browser[0] ?? '') ? 'en' : 'ko'
}

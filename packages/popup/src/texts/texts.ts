import { signal, type ReadonlySignal } from '@preact/signals'
import { en } from './en.ts'
import { ko, type TextKey } from './ko.ts'
import type { Language } from './language.ts'

export type Fill = Readonly<Record<string, string | number>>

/** The popup's words in the language of the moment: reading one subscribes to the language. */
export interface Texts {
  language: ReadonlySignal<Language>
  choose(language: Language): void
  t(key: TextKey, fill?: Fill): string
}

const dictionaries: Record<Language, Record<TextKey, string>> = { ko, en }

export function createTexts(first: Language, chosen: (language: Language) => void): Texts {
  const language = signal(first)
  return {
    language,
    choose(next) {
      language.value = next
      chosen(next)
    },
    t(key, fill = {}) {
      return dictionaries[language.value][key].replace(/\{(\w+)\}/g, (_, name: string) => String(fill[name]))
    },
  }
}

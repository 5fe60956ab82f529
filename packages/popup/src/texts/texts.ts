import { signal, type ReadonlySignal } from '@preact/signals'
import { ko } from './ko.ts'
import type { koLater } from './ko-later.ts'
import type { Language } from './language.ts'

export type TextKey = keyof typeof ko | keyof typeof koLater
export type Dictionary = Record<TextKey, string>
type Fill = Readonly<Record<string, string | number>>

/** The popup's words in the language of the moment: reading one subscribes to the language. */
export interface Texts {
  language: ReadonlySignal<Language>
  /** Changes the language once its words are there; where they cannot be had, it stays as it is. */
  choose(language: Language): Promise<void>
  /** Takes in the Korean words of the later screens, which come with them. */
  learn(words: typeof koLater): void
  t(key: TextKey, fill?: Fill): string
}

export async function createTexts(first: Language, chosen: (language: Language) => void): Promise<Texts> {
  const language = signal<Language>('ko')
  let korean: Partial<Dictionary> = ko
  let english: Partial<Dictionary> = {}

  async function use(next: Language): Promise<void> {
    try {
      // Most shoppers read Korean: English comes only to those who want it.
      if (next === 'en') english = (await import('./en.ts')).en
      language.value = next
    } catch {
      // Offline, say: the words that are there are better than none.
    }
  }

  await use(first)
  return {
    language,
    async choose(next) {
      await use(next)
      chosen(language.peek())
    },
    learn(words) {
      korean = { ...korean, ...words }
    },
    t(key, fill = {}) {
      const words = language.value === 'ko' ? korean : english
      return (words[key] ?? '').replace(/\{(\w+)\}/g, (_, name: string) => String(fill[name]))
    },
  }
}

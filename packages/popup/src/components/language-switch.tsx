import { useApp } from '../app-context.ts'
import { languages, type Language } from '../texts/language.ts'

export function LanguageSwitch() {
  const { texts } = useApp()
  return (
    <div class="languages" role="group" aria-label={texts.t('language')}>
      {(Object.entries(languages) as [Language, string][]).map(([code, name]) => (
        <button
          key={code}
          class="button link"
          type="button"
          lang={code}
          aria-pressed={texts.language.value === code}
          onClick={() => texts.choose(code)}
        >
          {name}
        </button>
      ))}
    </div>
  )
}

import { useApp } from '../app-context.ts'

/** What the first step will look like, while the session opens. */
export function OpeningScreen() {
  const { t } = useApp().texts
  return (
    <div class="opening" aria-busy="true">
      <p class="visually-hidden" role="status">
        {t('loading')}
      </p>
      <span class="bone mall-bone" />
      <span class="bone title-bone" />
      <span class="bone" />
      <span class="bone field-bone" />
      <span class="bone field-bone" />
    </div>
  )
}

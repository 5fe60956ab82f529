import { useApp } from '../app-context.ts'
import { steps, type Step } from '../models/steps.ts'

const names = {
  identity: 'stepIdentity',
  kinds: 'stepKinds',
  amount: 'stepAmount',
  review: 'stepReview',
} as const

/** How far the shopper has come. */
export function Progress({ step }: { step: Step }) {
  const { t } = useApp().texts
  const at = steps.indexOf(step)
  return (
    <nav class="progress" aria-label={t('progress', { step: at + 1, total: steps.length })}>
      <ol>
        {steps.map((each, index) => (
          <li
            key={each}
            class={index < at ? 'past' : index === at ? 'present' : ''}
            aria-current={index === at ? 'step' : undefined}
          >
            {t(names[each])}
          </li>
        ))}
      </ol>
    </nav>
  )
}

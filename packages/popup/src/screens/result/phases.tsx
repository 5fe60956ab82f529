import type { ConversionView } from '@pointpay/contracts'
import { useApp } from '../../app-context.ts'
import { LaterIcon } from '../../components/later-icon.tsx'

/** The way of the points, with the place they have reached. */
export function Phases({ conversion }: { conversion: ConversionView }) {
  const { t } = useApp().texts
  const reached = conversion.creditedAt ? 2 : conversion.convertedAt ? 1 : 0
  const names = [t('phaseTaken'), t('phaseCredited')]
  return (
    <ol class="phases">
      {names.map((name, index) => {
        const state = index < reached ? 'done' : index === reached ? 'now' : 'waiting'
        return (
          <li key={name} class={state}>
            <span class="phase-mark">
              {state === 'done' ? <LaterIcon shape="done" /> : state === 'now' && <span class="spinner" />}
            </span>
            {name}
            <span class="phase-state">
              {t(state === 'done' ? 'phaseDone' : state === 'now' ? 'phaseNow' : 'phaseWaiting')}
            </span>
          </li>
        )
      })}
    </ol>
  )
}

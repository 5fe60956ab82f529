import type { ComponentChildren } from 'preact'

export interface FactsProps {
  facts: readonly (readonly [name: string, value: ComponentChildren])[]
  class?: string
}

/** Names and values, side by side unless a class of their own says otherwise. */
export function Facts({ facts, class: className = 'facts' }: FactsProps) {
  return (
    <dl class={className}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

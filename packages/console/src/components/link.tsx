import type { ComponentChildren } from 'preact'
import { useApp } from '../app-context.ts'

export interface LinkProps {
  href: string
  class?: string
  current?: boolean
  children: ComponentChildren
}

/** A real link that moves inside the console; with a modifier key it does what the browser does. */
export function Link({ href, class: className, current, children }: LinkProps) {
  const { router } = useApp()
  return (
    <a
      href={href}
      class={className}
      aria-current={current ? 'page' : undefined}
      onClick={(event) => {
        if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
        event.preventDefault()
        router.go(href)
      }}
    >
      {children}
    </a>
  )
}

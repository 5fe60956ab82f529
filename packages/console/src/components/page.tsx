import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { useApp } from '../app-context.ts'
import { messages } from '../messages.ts'

export interface PageProps {
  title: string
  lead?: string
  /** Links and buttons beside the title. */
  actions?: ComponentChildren
  children: ComponentChildren
}

/** A screen: its heading names the document and, after a move inside the console, takes the focus. */
export function Page({ title, lead, actions, children }: PageProps) {
  const { router } = useApp()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} – ${messages.product}`
  }, [title])
  useEffect(() => {
    if (router.moved.peek()) heading.current?.focus({ preventScroll: true })
  }, [])
  return (
    <>
      <header class="page-head">
        <div>
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {lead && <p class="page-head__lead">{lead}</p>}
        </div>
        {actions && <div class="page-head__actions">{actions}</div>}
      </header>
      {children}
    </>
  )
}

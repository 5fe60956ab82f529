import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { Icon } from './icon.tsx'

/** Each has a shape of its name. */
type Tone = 'info' | 'attention' | 'bad'

interface NoticeProps {
  tone: Tone
  children: ComponentChildren
  /** `alert` for what the shopper must hear at once, `status` for what can wait; none for what was there from the start. */
  role?: 'alert' | 'status'
}

export function Notice({ tone, children, role }: NoticeProps) {
  const ref = useRef<HTMLDivElement>(null)
  // It may stand below the fold, or under the buttons that stay at a phone's foot.
  useEffect(() => {
    if (role) ref.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  return (
    <div ref={ref} class={`notice ${tone}`} role={role}>
      <Icon shape={tone} />
      <div class="notice-body">{children}</div>
    </div>
  )
}

import type { ComponentChildren } from 'preact'
import { Icon, type IconShape } from './icon.tsx'

type Tone = 'info' | 'attention' | 'bad' | 'good'

const shapes: Record<Tone, IconShape> = { info: 'info', attention: 'attention', bad: 'bad', good: 'done' }

interface NoticeProps {
  tone: Tone
  children: ComponentChildren
  /** `alert` for what the shopper must hear at once, `status` for what can wait; none for what was there from the start. */
  role?: 'alert' | 'status'
}

export function Notice({ tone, children, role }: NoticeProps) {
  return (
    <div class={`notice ${tone}`} role={role}>
      <Icon shape={shapes[tone]} />
      <div class="notice-body">{children}</div>
    </div>
  )
}

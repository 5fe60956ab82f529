import type { ComponentChildren } from 'preact'
import { Icon, type IconShape } from './icon.tsx'
import type { Tone } from './badge.tsx'

const shapeOf: Record<Tone, IconShape> = {
  good: 'done',
  moving: 'waiting',
  attention: 'attention',
  bad: 'bad',
  quiet: 'undone',
}

export interface NoticeProps {
  tone: Tone
  title?: string
  children: ComponentChildren
  /** `alert` is read out at once, `status` when the reader pauses; none: it was there from the start. */
  role?: 'alert' | 'status'
}

/** A framed message in the flow of the page. */
export function Notice({ tone, title, children, role }: NoticeProps) {
  return (
    <div class={`notice notice--${tone}`} role={role}>
      <Icon shape={shapeOf[tone]} />
      <div class="notice__text">
        {title && <strong>{title}</strong>}
        <div>{children}</div>
      </div>
    </div>
  )
}

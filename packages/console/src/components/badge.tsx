import { Icon, type IconShape } from './icon.tsx'

export type Tone = 'good' | 'moving' | 'attention' | 'bad' | 'quiet'

/** A state: words, a colour and a shape, each enough by itself. */
export function Badge({ tone, shape, text }: { tone: Tone; shape: IconShape; text: string }) {
  return (
    <span class={`badge badge--${tone}`}>
      <Icon shape={shape} />
      <span>{text}</span>
    </span>
  )
}

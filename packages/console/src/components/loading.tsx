import { messages } from '../messages.ts'

/** Grey lines where the content will be, and words for those who do not see them. */
export function Loading({ lines = 4, text = messages.loading }: { lines?: number; text?: string }) {
  return (
    <div class="loading" role="status">
      <span class="visually-hidden">{text}</span>
      {Array.from({ length: lines }, (_, line) => (
        <div key={line} class="loading__line" aria-hidden="true" />
      ))}
    </div>
  )
}

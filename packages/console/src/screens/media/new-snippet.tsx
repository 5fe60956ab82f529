import type { MediaStatus } from '@pointpay/contracts'
import { CopyField } from '../../components/copy-field.tsx'
import { messages } from '../../messages.ts'

const words = messages.media.snippetChanged

/** The button code after a change of popup or mode, to be pasted again. */
export function NewSnippet({ media }: { media: MediaStatus }) {
  const hint = media.scriptTag === 'outdated' ? `${words.paste} ${words.update}` : words.paste
  return (
    <section class="panel">
      <CopyField label={words.label} hint={hint} text={media.snippet} />
    </section>
  )
}

import { messages } from '../../messages.ts'

const words = messages.media

/** The mall's app at Cafe24, of which nothing is shown. */
export function MediaApp({ change }: { change(): void }) {
  return (
    <section class="panel">
      <div class="panel__head">
        <h2>{words.app}</h2>
        <button type="button" class="button" onClick={change}>
          {words.appChange}
        </button>
      </div>
      <p class="quiet">{words.appHint}</p>
    </section>
  )
}

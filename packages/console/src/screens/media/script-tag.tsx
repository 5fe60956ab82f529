import type { MediaStatus } from '@pointpay/contracts'
import { Badge, type Tone } from '../../components/badge.tsx'
import type { IconShape } from '../../components/icon.tsx'
import { CopyField } from '../../components/copy-field.tsx'
import { messages } from '../../messages.ts'

const words = messages.media

const looks: Record<MediaStatus['scriptTag'], [Tone, IconShape]> = {
  none: ['quiet', 'undone'],
  installed: ['good', 'done'],
  outdated: ['attention', 'attention'],
  'not-permitted': ['quiet', 'bad'],
}

export interface ScriptTagProps {
  media: MediaStatus
  working: boolean
  put(): Promise<void>
  remove(): Promise<void>
}

/** The widget in the mall, put there by Cafe24. */
export function ScriptTag({ media, working, put, remove }: ScriptTagProps) {
  const { scriptTag, consent } = media
  const [tone, shape] = looks[scriptTag]
  const isIn = scriptTag === 'installed' || scriptTag === 'outdated'
  const consented = consent === 'consented'
  return (
    <section class="panel">
      <div class="panel__head">
        <h2>{words.scriptTagLabel}</h2>
        <Badge tone={tone} shape={shape} text={words.scriptTag[scriptTag]} />
      </div>
      <p class="quiet">
        {!consented
          ? words.scriptTagNeedsConsent
          : scriptTag === 'not-permitted'
            ? words.scriptTagNotPermitted
            : words.scriptTagHint}
      </p>
      {consented && scriptTag === 'not-permitted' && media.installUrl && (
        <CopyField
          label={words.installWithTag}
          hint={words.installWithTagHint}
          text={`${media.installUrl}?script_tag=1`}
        />
      )}
      {consented && scriptTag !== 'not-permitted' && (
        <div class="buttons">
          {scriptTag !== 'installed' && (
            <button
              type="button"
              class="button button--primary"
              aria-disabled={working}
              onClick={() => !working && void put()}
            >
              {working ? words.working : scriptTag === 'outdated' ? words.update : words.putIn}
            </button>
          )}
          {isIn && (
            <button
              type="button"
              class="button"
              aria-disabled={working}
              onClick={() => !working && void remove()}
            >
              {working ? words.working : words.takeOut}
            </button>
          )}
        </div>
      )}
    </section>
  )
}

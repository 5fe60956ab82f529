import type { MediaStatus } from '@pointpay/contracts'
import { useApp } from '../../app-context.ts'
import { Facts } from '../../components/facts.tsx'
import { formatKrw } from '../../format/krw.ts'
import { messages } from '../../messages.ts'
import { opensOwnPopup, tellsResult } from '../../models/popup-owner.ts'

const words = messages.media

/** What is set for a media; `change` for those who may. */
export function MediaSettings({ media, change }: { media: MediaStatus; change?: () => void }) {
  const { service } = useApp()
  return (
    <section class="panel">
      <div class="panel__head">
        <h2>{words.set}</h2>
        {change && (
          <button type="button" class="button" onClick={change}>
            {messages.account.editShort}
          </button>
        )}
      </div>
      <Facts
        facts={[
          [words.modeLabel, words.mode[media.mode]],
          [words.popupLabel, words.popup[media.popup]],
          ...(tellsResult(media) ? [[words.nonceSeparator, separator(media)] as const] : []),
          [words.origins, list(media.origins)],
          ...(media.kind === 'cafe24' ? returnUrlFacts(media) : []),
          ...(opensOwnPopup(media, service.value) ? ownPopupFacts(media) : []),
        ]}
      />
    </section>
  )
}

function returnUrlFacts(media: MediaStatus) {
  return [
    [words.returnNetworks, list(media.returnNetworks)],
    [words.capPerCall, formatKrw(media.capPerCall)],
    [words.capPerDay, formatKrw(media.capPerDay)],
  ] as const
}

function ownPopupFacts(media: MediaStatus) {
  return [
    [words.accentColor, media.accentColor ?? words.defaultColor],
    [words.memberProofLabel, words.memberProof[media.memberProof]],
    [words.unverifiedAllowed, media.unverifiedAllowed ? words.unverified.yes : words.unverified.no],
  ] as const
}

function separator({ nonceSeparator }: MediaStatus) {
  return nonceSeparator === null ? words.nonceSeparatorOff : <span class="code">{nonceSeparator}</span>
}

function list(values: readonly string[]) {
  if (values.length === 0) return messages.none
  return (
    <ul class="plain">
      {values.map((value) => (
        <li key={value} class="code">
          {value}
        </li>
      ))}
    </ul>
  )
}

import { memberProtectionOf, type MediaStatus, type MemberProtection } from '@pointpay/contracts'
import { useApp } from '../../app-context.ts'
import { Badge, type Tone } from '../../components/badge.tsx'
import type { IconShape } from '../../components/icon.tsx'
import { Notice } from '../../components/notice.tsx'
import { messages } from '../../messages.ts'
import { demandsSignatures } from '../../models/member-proof.ts'
import { opensOwnPopup } from '../../models/popup-owner.ts'
import { ProofKey, type ProofKeyProps } from './proof-key.tsx'

const words = messages.media.member

const looks: Record<MemberProtection, [Tone, IconShape]> = {
  proven: ['good', 'done'],
  shown: ['attention', 'attention'],
  trusted: ['attention', 'attention'],
}

export interface MemberProtectionPanelProps {
  media: MediaStatus
  /** Left out: this account may not issue keys. */
  proofKey?: ProofKeyProps['model']
}

/** How well a media's `user_id` is protected, what follows from that, and the key that a merchant's backend signs with. */
export function MemberProtectionPanel({ media, proofKey }: MemberProtectionPanelProps) {
  const { service } = useApp()
  const protection = memberProtectionOf(media)
  const [tone, shape] = looks[protection]
  const isOwnPopup = opensOwnPopup(media, service.value)
  return (
    <section class="panel">
      <div class="panel__head">
        <h2>{words.title}</h2>
        <Badge tone={tone} shape={shape} text={words.protection[protection]} />
      </div>
      <p>{protection === 'proven' ? words.provenBy[media.memberProof] : words.means[protection]}</p>
      {isOwnPopup && demandsSignatures(media) && media.proofKeyIssuedAt === null && (
        <Notice tone="bad" title={messages.media.proofKey.missing}>
          {messages.media.proofKey.missingMeans}
        </Notice>
      )}
      {proofKey && (isOwnPopup || media.proofKeyIssuedAt !== null) && (
        <ProofKey media={media} model={proofKey} />
      )}
    </section>
  )
}

import type { MediaStatus } from '@pointpay/contracts'
import { Badge, type Tone } from '../../components/badge.tsx'
import type { IconShape } from '../../components/icon.tsx'
import { messages } from '../../messages.ts'

const looks: Record<MediaStatus['consent'], [Tone, IconShape]> = {
  'not-needed': ['quiet', 'done'],
  never: ['attention', 'waiting'],
  consented: ['good', 'done'],
  withdrawn: ['bad', 'bad'],
}

export function ConsentBadge({ consent }: { consent: MediaStatus['consent'] }) {
  const [tone, shape] = looks[consent]
  return <Badge tone={tone} shape={shape} text={messages.media.consent[consent]} />
}

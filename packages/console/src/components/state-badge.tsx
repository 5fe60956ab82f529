import type { ConsoleState } from '@pointpay/contracts'
import { messages } from '../messages.ts'
import { Badge, type Tone } from './badge.tsx'
import type { IconShape } from './icon.tsx'

const looks: Record<ConsoleState, [Tone, IconShape]> = {
  converting: ['moving', 'moving'],
  posting: ['moving', 'moving'],
  accepted: ['moving', 'waiting'],
  sending: ['moving', 'moving'],
  credited: ['good', 'done'],
  waiting: ['moving', 'waiting'],
  unknown: ['attention', 'waiting'],
  refused: ['bad', 'bad'],
  review: ['attention', 'attention'],
  delivered: ['good', 'done'],
  failed: ['bad', 'bad'],
  cancelling: ['moving', 'moving'],
  cancelled: ['quiet', 'undone'],
}

export function StateBadge({ state }: { state: ConsoleState }) {
  const [tone, shape] = looks[state]
  return <Badge tone={tone} shape={shape} text={messages.state[state]} />
}

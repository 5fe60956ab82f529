import { messages } from '../messages.ts'
import { Badge } from './badge.tsx'

/** Marks a media in test mode, and what was done in one: nothing real depends on it. */
export function TestBadge() {
  return <Badge tone="attention" shape="test" text={messages.test} />
}

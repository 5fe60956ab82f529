import type { MediaCode, Me } from '@pointpay/contracts'
import type { Media } from '../../media/media.ts'
import type { MediaStore } from '../../media/media-store.ts'
import { ConsoleRefusal } from '../refusal.ts'
import { type ConsoleContext, requireVisible } from './api.ts'

/**
 * The media that somebody may look into: all of theirs, or the one that they ask for.
 * @throws {ConsoleRefusal} `not_found` for another's media, as for one that does not exist
 */
export async function visibleMedia(
  store: MediaStore,
  c: ConsoleContext,
  asked: MediaCode | undefined,
): Promise<Media[]> {
  if (asked === undefined) return store.list(codesOf(c.get('me')))
  requireVisible(c, asked)
  const found = await store.byCode(asked)
  if (!found) throw new ConsoleRefusal('not_found')
  return [found]
}

/** undefined: all. */
export function codesOf(me: Me): MediaCode[] | undefined {
  return me.role === 'operator' ? undefined : me.mediaCodes
}

import type { Outcome, PointPayEvents } from '../events.ts'
import type { Member } from '../member/member.ts'
import type { PointPayOptions } from '../options.ts'
import type { Locale } from '../texts.ts'
import { awaitMember } from './await-member.ts'
import { followPress } from './follow-press.ts'
import { offerLink } from './offer-link.ts'
import { refuse } from './refuse.ts'

/** One press, handed from the click, which opened the popup, to the code that follows it. */
export interface Press extends Pick<PointPayOptions, 'status' | 'texts' | 'theme' | 'loginUrl'> {
  locale: Locale
  /** The popup's. */
  origin: string
  /** Our server's: another than the popup's where that is PointPay's own; empty where it will not know the press. */
  statusOrigin: string
  /** Empty where PointPay was not opened, and where the shopper came back from a press that nothing tells of. */
  nonce: string
  /** Null where it was blocked, where a link opened it, and where PointPay took this tab. */
  popup: Window | null
  /** Until the press has ended. */
  ended?: Promise<Outcome> | undefined
  /** Messages that came before this code did. */
  heard: MessageEvent[]
  tell<Name extends keyof PointPayEvents>(name: Name, detail: Omit<PointPayEvents[Name], 'nonce'>): void
}

/** The part of the SDK that the first press loads: all but opening the popup of a member who is known. */
export interface Pressed {
  /** The press came before the member was known: waits for it. */
  awaitMember(read: () => Member, button?: Element): Promise<Member>
  refuse(press: Press, member: Member): Outcome
  /** The popup was blocked: offers a real link, and goes on as `followPress` does. */
  offerLink(press: Press, url: string): Promise<Outcome>
  /** Follows the press to its end; a press without a popup is one that the shopper came back from in this tab. */
  followPress(press: Press): Promise<Outcome>
}

export const pressed: Pressed = { awaitMember, refuse, offerLink, followPress }

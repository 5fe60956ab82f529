import type { ErrorCode } from '../errors.ts'
import type { Outcome, PointPayEvents } from '../events.ts'
import type { Member } from '../member/member.ts'
import type { PointPayOptions } from '../options.ts'
import type { Locale } from '../texts.ts'
import { awaitMember } from './await-member.ts'
import { followPress } from './follow-press.ts'
import { offerLink } from './offer-link.ts'
import { showError } from './show-error.ts'

/** The options that count after a press. */
export type PressedOptions = Pick<PointPayOptions, 'status' | 'texts' | 'theme'> & { locale: Locale }

/** One press, handed from the click, which opened the popup, to the code that follows it. */
export interface Press extends PressedOptions {
  nonce: string
  origin: string
  /** Null where it was blocked, where a link opened it, and where PointPay took this tab. */
  popup: Window | null
  /** Until the press has ended. */
  ended?: Promise<Outcome> | undefined
  /** Messages that came before this code did. */
  heard: MessageEvent[]
  tell<Name extends keyof PointPayEvents>(name: Name, detail: Omit<PointPayEvents[Name], 'nonce'>): void
}

/** The part of the SDK that the first press loads: what happens after the click, and the dialogs. */
export interface Pressed {
  awaitMember(read: () => Member): Promise<Member>
  /** Says what is wrong, and gives back its words. */
  showError(code: ErrorCode, options: PressedOptions): string
  /** The popup was blocked: offers a real link, and goes on as `followPress` does. */
  offerLink(press: Press, url: string): Promise<Outcome>
  followPress(press: Press): Promise<Outcome>
}

export const pressed: Pressed = { awaitMember, showError, offerLink, followPress }

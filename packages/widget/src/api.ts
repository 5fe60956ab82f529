import type { Outcome, PointPayEvents } from './events.ts'
import type { Member } from './member/member.ts'
import type { PointPayOptions, ShopNo } from './options.ts'

/** What one press asks for; what is left out comes from the options. */
export interface OpenRequest {
  aCode?: string | null | undefined
  shopNo?: ShopNo
  addParam?: string | undefined
  /** The element that was pressed: the DOM events are sent from it. */
  anchor?: Element | undefined
}

/** The SDK: the same by script tag (`window.PointPay`) and by npm (`createPointPay`). */
export interface PointPay {
  readonly version: string
  /** Who the shopper is now. Never throws. */
  getMember(shopNo?: ShopNo): Member
  /** Calls `changed` with the member at once and whenever it has become another; the answer ends the watch. */
  watchMember(changed: (member: Member) => void, shopNo?: () => ShopNo): () => void
  /**
   * Opens PointPay. Call it inside the click, with nothing awaited before. Resolves when the press has ended, and never
   * rejects. While a popup is open, brings it to the front and gives its press's promise.
   */
  open(request?: OpenRequest): Promise<Outcome>
  /** Listens to one kind of event; the answer ends it. */
  on<Name extends keyof PointPayEvents>(
    name: Name,
    listener: (event: PointPayEvents[Name]) => void,
  ): () => void
  /** Changes options; those left out stay as they are. */
  configure(options: PointPayOptions): void
  /** The button's label as a shopper would see it, in the locale given or the options' own. */
  label(locale?: string | null): string
}

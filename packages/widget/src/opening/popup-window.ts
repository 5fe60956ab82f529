import { attempt } from '../page.ts'

/** The guide's window name. */
export const POPUP_NAME = 'cert2_popup'

const WIDTH = 765
const HEIGHT = 895

/** A screen lower than the popup keeps its title bar in sight. */
const middle = (start = 0, room: number, size: number) => start + Math.max(0, (room - size) >> 1)

/** `availLeft` and `availTop` are everywhere and in no standard: where this screen begins among several. */
type AnyScreen = Screen & { availLeft?: number; availTop?: number }

/** The guide's features, in the middle of the shopper's screen. */
const popupFeatures = (screen: AnyScreen) =>
  `width=${WIDTH}, height=${HEIGHT}, resizable=auto, scrollbars=yes, status=no` +
  `, left=${middle(screen.availLeft, screen.availWidth, WIDTH)}` +
  `, top=${middle(screen.availTop, screen.availHeight, HEIGHT)}`

/**
 * Opens the popup, or gives null where the browser blocked it: without a word (no window) or with a window that is
 * closed at once. Must be called inside the click: Safari blocks what comes after anything awaited.
 */
export const openPopup = (url: string): Window | null =>
  // `window.open`, and what throws counts as blocked: an old skin's own script may call something else `open`.
  attempt(() => {
    const popup = window.open(url, POPUP_NAME, popupFeatures(window.screen))!
    // The name may have belonged to a window that another script opened, which then stays behind.
    popup.focus()
    return popup.closed ? null : popup
  }) ?? null

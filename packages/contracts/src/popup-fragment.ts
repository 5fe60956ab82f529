import { parsePressMark, type PressMark } from './press-mark.ts'

/**
 * The popup URL's fragment, which our widget adds and the real PointPay never sees: `#n=<press mark>` and, where the popup
 * replaces the shopper's page (in-app browsers), `&r=<the page to go back to>`. `r` is honoured only when its origin is one of
 * the media's registered mall origins.
 */
export interface PopupFragment extends PressMark {
  returnTo: string | null
}

/** Reads the fragment (`location.hash`, with or without its `#`). Never throws. */
export function parsePopupFragment(hash: string): PopupFragment {
  const params = new URLSearchParams(hash.replace(/^#/, ''))
  return { ...parsePressMark(params.get('n')), returnTo: params.get('r') }
}

/**
 * Phones and tablets, and browsers inside apps on any machine (KakaoTalk, Naver, Instagram, Facebook, LINE), where
 * `window.open` gives nothing, a white page or this very tab. Most of the latter are on phones and named twice.
 */
const SAME_TAB = /Android|iP(hone|ad|od)|KAKAOTALK|NAVER\(|Instagram|FBA[NV]|\bLine\//i

/** Whether PointPay should take this tab and not a popup. An iPad calls itself a Mac, but no Mac has touch. */
export const prefersSameTab = ({ userAgent, maxTouchPoints }: Navigator) =>
  SAME_TAB.test(userAgent) || (maxTouchPoints > 1 && /Macintosh/.test(userAgent))

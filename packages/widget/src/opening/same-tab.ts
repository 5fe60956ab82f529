/**
 * Browsers inside apps, where `window.open` gives nothing, a white page or this very tab: KakaoTalk, Naver, Instagram,
 * Facebook, LINE, Daum, and Android's bare web view.
 */
const IN_APP = /KAKAOTALK|NAVER\(|Instagram|FBA[NV]|\bLine\/|DaumApps|; wv\)/i

const MOBILE = /Android|iPhone|iPad|iPod/

/** Whether PointPay should take this tab and not a popup. An iPad calls itself a Mac, but no Mac has touch. */
export const prefersSameTab = ({ userAgent, maxTouchPoints }: Navigator) =>
  IN_APP.test(userAgent) || MOBILE.test(userAgent) || (maxTouchPoints > 1 && userAgent.includes('Macintosh'))

import { buttonTexts, type Locale, type Texts } from '../texts.ts'
import type { Press } from './pressed.ts'

const dialogTexts: Record<Locale, Omit<Texts, 'button'>> = {
  ko: {
    // The guide's alert, word for word.
    error: '일시적인 오류가 발생했습니다.\n고객센터에 문의해주세요.',
    expired: '로그인 정보를 다시 확인해야 합니다.\n페이지를 새로고침한 뒤 다시 눌러 주세요.',
    reload: '새로고침',
    notServed: '이 상점에서는 제휴포인트를 사용할 수 없습니다.',
    blocked: '브라우저가 팝업을 차단했습니다.\n아래 버튼을 누르면 새 창에서 계속할 수 있습니다.',
    proceed: '새 창에서 계속하기',
    close: '닫기',
  },
  en: {
    error: 'Something went wrong.\nPlease contact customer service.',
    expired: 'We need to check your login again.\nPlease reload the page and press once more.',
    reload: 'Reload',
    notServed: 'Partner points cannot be used in this shop.',
    blocked: 'Your browser blocked the popup.\nPress below to continue in a new window.',
    proceed: 'Continue in a new window',
    close: 'Close',
  },
  ja: {
    error: '一時的なエラーが発生しました。\nカスタマーセンターへお問い合わせください。',
    expired:
      'ログイン情報をもう一度確認する必要があります。\nページを再読み込みしてから、もう一度押してください。',
    reload: '再読み込み',
    notServed: 'このショップでは提携ポイントを利用できません。',
    blocked:
      'ブラウザがポップアップをブロックしました。\n下のボタンを押すと、新しいウィンドウで続けられます。',
    proceed: '新しいウィンドウで続ける',
    close: '閉じる',
  },
  zh: {
    error: '发生临时错误。\n请联系客服中心。',
    expired: '需要重新确认登录信息。\n请刷新页面后再试一次。',
    reload: '刷新',
    notServed: '此商店无法使用合作积分。',
    blocked: '浏览器拦截了弹出窗口。\n点击下方按钮，即可在新窗口中继续。',
    proceed: '在新窗口中继续',
    close: '关闭',
  },
}

/** All texts of a locale, with those that the merchant replaced. */
export const allTexts = ({ locale, texts }: Press): Texts => ({
  button: buttonTexts[locale],
  ...dialogTexts[locale],
  ...texts,
})

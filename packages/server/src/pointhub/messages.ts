import type { PopupErrorCode } from '@pointpay/contracts'
import type { Refusal } from './errors.ts'

export type Language = 'ko' | 'en'

export type Words = Record<Language, string>

/** Korean unless English is asked for first. */
export function languageOf(acceptLanguage: string | undefined): Language {
  return /^\s*en\b/i.test(acceptLanguage ?? '') ? 'en' : 'ko'
}

/** What happened, what became of the points, what to do: for a shopper. `{wait}` is how long to wait ({@link messageOf}). */
export const messages: Record<PopupErrorCode, Words> = {
  invalid_request: {
    ko: '요청이 올바르지 않아 처리하지 않았습니다. 포인트는 그대로입니다. 창을 닫고 쇼핑몰에서 다시 시도해 주세요.',
    en: 'The request was not valid and nothing was done. Your points are untouched. Close this window and try again from the mall.',
  },
  media_unknown: {
    ko: '등록되지 않은 쇼핑몰입니다. 포인트는 그대로입니다. 쇼핑몰 고객센터에 문의해 주세요.',
    en: 'This mall is not registered. Your points are untouched. Please contact the mall.',
  },
  media_not_ready: {
    ko: '쇼핑몰의 적립금 연동이 아직 준비되지 않았습니다. 포인트는 그대로입니다. 잠시 후 다시 시도하거나 쇼핑몰에 문의해 주세요.',
    en: 'The mall cannot take points yet. Your points are untouched. Try again later or contact the mall.',
  },
  shop_not_served: {
    ko: '이 상점에서는 제휴포인트를 적립금으로 바꿀 수 없습니다. 포인트는 그대로입니다. 자세한 내용은 쇼핑몰에 문의해 주세요.',
    en: 'Partner points cannot be used in this shop. Your points are untouched. Please contact the mall.',
  },
  partners_missing: {
    ko: '이 서비스에는 포인트 제휴사가 연결되어 있지 않습니다. 포인트는 그대로입니다. 쇼핑몰 고객센터에 문의해 주세요.',
    en: 'This service has no points partner. Your points are untouched. Please contact the mall.',
  },
  unverified_mode_off: {
    ko: '현재 이용이 불가능 합니다',
    en: 'Not available at present.',
  },
  member_proof_needed: {
    ko: '이 쇼핑몰은 로그인 확인이 필요합니다. 포인트는 그대로입니다. 쇼핑몰에 다시 로그인한 뒤 버튼을 눌러 주세요.',
    en: 'This mall asks for proof of your login. Your points are untouched. Log in to the mall again and press the button.',
  },
  member_proof_invalid: {
    ko: '로그인 확인이 맞지 않거나 시간이 지났습니다. 포인트는 그대로입니다. 쇼핑몰에서 버튼을 다시 눌러 주세요.',
    en: 'The proof of your login is wrong or out of date. Your points are untouched. Press the button in the mall again.',
  },
  session_unknown: {
    ko: '진행 중인 전환을 찾을 수 없습니다. 포인트는 그대로입니다. 쿠키가 허용되어 있는지 확인하고 쇼핑몰에서 다시 시작해 주세요.',
    en: 'No conversion is under way here. Your points are untouched. Check that cookies are allowed and start again from the mall.',
  },
  session_expired: {
    ko: '시간이 지나 창이 만료되었습니다. 포인트는 차감되지 않았습니다. 쇼핑몰에서 다시 시작해 주세요.',
    en: 'This window has expired. No points were taken. Start again from the mall.',
  },
  identity_needed: {
    ko: '본인확인을 먼저 해 주세요. 포인트는 그대로입니다.',
    en: 'Verify your identity first. Your points are untouched.',
  },
  identity_code_wrong: {
    ko: '인증번호가 맞지 않습니다. 다시 확인하고 입력해 주세요.',
    en: 'That code is not right. Check it and enter it again.',
  },
  identity_code_expired: {
    ko: '인증번호의 유효시간이 지났습니다. 인증번호를 다시 받아 주세요.',
    en: 'The code has expired. Ask for a new one.',
  },
  identity_locked: {
    ko: '인증번호를 여러 번 틀려 잠시 잠겼습니다. {wait} 뒤에 다시 시도해 주세요. 포인트는 그대로입니다.',
    en: 'Too many wrong codes. Try again in {wait}. Your points are untouched.',
  },
  identity_too_soon: {
    ko: '인증번호를 방금 보냈습니다. 30초 뒤에 다시 받을 수 있습니다.',
    en: 'A code was just sent. You can ask for another after 30 seconds.',
  },
  identity_too_often: {
    ko: '인증번호를 여러 번 요청해 잠시 멈췄습니다. {wait} 뒤에 다시 시도해 주세요. 포인트는 그대로입니다.',
    en: 'Several codes have been asked for. Try again in {wait}. Your points are untouched.',
  },
  kind_unknown: {
    ko: '지금 전환할 수 없는 포인트입니다. 다른 포인트를 선택해 주세요.',
    en: 'These points cannot be converted now. Choose another kind.',
  },
  amount_below_minimum: {
    ko: '최소 전환 포인트보다 적습니다. 금액을 다시 입력해 주세요.',
    en: 'That is below the least amount. Enter another amount.',
  },
  amount_above_maximum: {
    ko: '한 번에, 또는 오늘 전환할 수 있는 한도를 넘었습니다. 포인트는 차감되지 않았습니다. 금액을 줄여 주세요.',
    en: 'That is above the limit of one conversion or of today. No points were taken. Enter a smaller amount.',
  },
  amount_not_in_unit: {
    ko: '전환 단위에 맞지 않습니다. 단위에 맞게 다시 입력해 주세요.',
    en: 'The amount is not a multiple of the unit. Enter it again.',
  },
  balance_insufficient: {
    ko: '보유 포인트가 부족합니다. 포인트는 차감되지 않았습니다. 금액을 줄여 주세요.',
    en: 'You have fewer points than that. No points were taken. Enter a smaller amount.',
  },
  selection_needed: {
    ko: '선택한 포인트와 금액이 바뀌었습니다. 포인트는 차감되지 않았습니다. 금액을 다시 확인해 주세요.',
    en: 'The kind or the amount has changed. No points were taken. Check the amount again.',
  },
  terms_needed: {
    ko: '약관에 모두 동의해야 전환할 수 있습니다. 포인트는 그대로입니다.',
    en: 'Agree to all terms to convert. Your points are untouched.',
  },
  already_converted: {
    ko: '이 창에서는 이미 포인트를 전환했습니다. 한 번만 차감되었습니다. 더 전환하려면 쇼핑몰에서 다시 눌러 주세요.',
    en: 'Points were already converted in this window, once only. To convert more, press the button in the mall again.',
  },
  provider_unavailable: {
    ko: '포인트 제휴사가 응답하지 않습니다. 혹시 차감된 포인트가 있으면 자동으로 돌려 드립니다. 잠시 후 다시 시도해 주세요.',
    en: 'The points partner does not answer. If any points were taken, they come back by themselves. Try again in a while.',
  },
  provider_refused: {
    ko: '쇼핑몰이나 포인트 제휴사가 전환을 거절했습니다. 차감된 포인트는 모두 돌려 드립니다. 고객센터에 문의해 주세요.',
    en: 'The mall or the points partner refused the conversion. Any points taken are given back. Please contact the mall.',
  },
  too_many_requests: {
    ko: '요청이 너무 많습니다. 포인트는 그대로입니다. {wait} 뒤에 다시 시도해 주세요.',
    en: 'Too many requests. Your points are untouched. Try again in {wait}.',
  },
  body_too_large: {
    ko: '요청이 너무 커서 처리하지 않았습니다. 포인트는 그대로입니다.',
    en: 'The request is too large and nothing was done. Your points are untouched.',
  },
  internal: {
    ko: '일시적인 오류가 발생했습니다. 전환 중이었다면 한 번만 처리되거나 포인트를 돌려 드립니다. 잠시 후 다시 시도해 주세요.',
    en: 'Something went wrong. A conversion under way happens once or the points come back. Try again in a while.',
  },
}

/** Of a code that was tried too often, with `identity_code_expired`. */
export const codeUsedUp: Words = {
  ko: '인증번호를 여러 번 틀려 더 쓸 수 없습니다. 인증번호를 다시 받아 주세요. 포인트는 그대로입니다.',
  en: 'That code was wrong too often and can no longer be used. Ask for a new one. Your points are untouched.',
}

/** Of a field with a character in it that nobody sees, with `invalid_request`. */
export const unseenCharacter = (field: string): Words => ({
  ko: `${field}에 보이지 않는 문자가 있어 처리하지 않았습니다. 포인트는 그대로입니다. 지우고 다시 입력해 주세요.`,
  en: `${field} holds a character that cannot be seen, and nothing was done. Your points are untouched. Delete it and enter it again.`,
})

/** What a refusal tells the shopper. */
export function messageOf({ code, words, details }: Refusal, language: Language): string {
  const waitS = Number(details?.['retryAfterS'] ?? 60)
  return (words ?? messages[code])[language].replace('{wait}', waitText(waitS, language))
}

function waitText(waitS: number, language: Language): string {
  const minutes = Math.ceil(waitS / 60)
  if (language === 'ko') return waitS < 60 ? `${waitS}초` : `${minutes}분`
  if (waitS < 60) return `${waitS} seconds`
  return minutes === 1 ? 'a minute' : `${minutes} minutes`
}

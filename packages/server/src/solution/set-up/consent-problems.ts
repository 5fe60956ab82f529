import type { ConsentProblem } from '@pointpay/credit'

/** Why the owner must consent again, for the console's people. What waits meanwhile is kept and goes out after it. */
export const consentProblems: Record<ConsentProblem, string> = {
  'app-removed': '쇼핑몰에서 앱이 삭제되었습니다. 다시 동의하면 기다리던 적립이 모두 지급됩니다.',
  'app-expired':
    '앱 사용 기간이 끝났습니다. 카페24에서 기간을 연장해 주세요. 연장한 뒤에도 그대로면 다시 동의해 주세요.',
  'scope-missing': '적립금 권한이 거두어졌습니다. 앱 권한을 적립금 Read + Write로 바꾸고 다시 동의해 주세요.',
  'token-refused': '카페24가 토큰을 받아들이지 않습니다. 다시 동의해 주세요.',
  'refresh-refused': '카페24가 토큰 갱신을 거부했습니다. 다시 동의해 주세요.',
  'refresh-lost': '토큰 갱신의 응답을 받지 못해 토큰을 잃었습니다. 다시 동의해 주세요.',
  'refresh-expired': '14일 동안 토큰을 갱신하지 못해 만료되었습니다. 다시 동의해 주세요.',
}

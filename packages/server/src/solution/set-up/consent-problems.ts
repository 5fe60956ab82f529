import type { ConsentProblem } from '@pointpay/credit'

/** Why the owner must consent again, for the console's people. What waits meanwhile is kept and goes out after it. */
const consentProblems: Record<ConsentProblem, string> = {
  'secrets-unreadable':
    '토큰이나 Client Secret을 열 수 없어 이 쇼핑몰의 적립이 기다리고 있습니다. POINTPAY_TOKEN_KEYS에 봉인할 때의 열쇠를 더해 다시 켜면 그대로 이어집니다. 그 열쇠가 없으면 앱 바꾸기로 Client Secret을 다시 적고 다시 동의해 주세요.',
  'app-removed': '쇼핑몰에서 앱이 삭제되었습니다. 다시 동의하면 기다리던 적립이 모두 지급됩니다.',
  'app-expired':
    '앱 사용 기간이 끝났습니다. 카페24에서 기간을 연장해 주세요. 연장한 뒤에도 그대로면 다시 동의해 주세요.',
  'mall-not-found':
    '카페24에 이 아이디의 쇼핑몰이 없습니다. 아이디가 바뀌었거나 닫혔는지 보고, 바뀌었으면 새 아이디로 등록해 주세요. 한 시간마다 다시 확인합니다.',
  'all-refused':
    '카페24가 여러 회원의 적립을 잇달아 거절해 멈추었습니다. 검토 대기에서 거절된 까닭을 봐 주세요. 한 시간마다 한 건씩 다시 보내 봅니다.',
  'scope-missing': '적립금 권한이 거두어졌습니다. 앱 권한을 적립금 Read + Write로 바꾸고 다시 동의해 주세요.',
  'token-refused': '카페24가 토큰을 받아들이지 않습니다. 다시 동의해 주세요.',
  'refresh-refused': '카페24가 토큰 갱신을 거부했습니다. 다시 동의해 주세요.',
  'refresh-lost': '토큰 갱신의 응답을 받지 못해 토큰을 잃었습니다. 다시 동의해 주세요.',
  'refresh-expired': '14일 동안 토큰을 갱신하지 못해 만료되었습니다. 다시 동의해 주세요.',
}

/** A version that knew of more problems may have stored this one. */
export function wordsOf(problem: ConsentProblem): string {
  const words: string | undefined = consentProblems[problem]
  return words ?? `적립이 멈추었습니다(${problem}). 다시 동의해 주세요.`
}

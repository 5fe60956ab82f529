import type { ReturnAnswer } from '@pointpay/contracts'
import { cleanText } from '../../kernel/clean-text.ts'

/** Enough for a reason in words. */
const REASON_LENGTH = 100

/** An answer as far as it was read. */
export interface ReadAnswer {
  status: number
  /** null: it was longer than any answer is. */
  text: string | null
  bytes: number
  /** What the text says. */
  says: ReturnAnswer
  /** Its status fits what it says. */
  believable: boolean
}

/**
 * What people are shown of a merchant's answer. Only the reason of a refusal is quoted. Any other text was not written for us:
 * it can be an internal page of the server that the RETURN URL leads to.
 */
export function shownAnswer({ status, text, bytes, says, believable }: ReadAnswer): string {
  return `HTTP ${status}, ${words()}`

  function words(): string {
    const size = `${bytes.toLocaleString('ko-KR')}바이트`
    if (status >= 300 && status < 400) return '다른 주소로 돌리는 응답(따라가지 않음)'
    if (text === null) return `${size}가 넘는 응답`
    if (text.trim() === '') return '빈 응답'
    if (says.kind === 'unreadable')
      return `${text.trimStart().startsWith('<') ? 'HTML 문서' : '읽을 수 없는 응답'} ${size}`
    if (!believable) return `오류 상태로 온 ${says.kind === 'credited' ? '201' : '202'}`
    if (says.kind === 'credited') return '적립함(201)'
    return `거절: ${cleanText(says.reason, REASON_LENGTH) || '까닭을 적지 않음'}`
  }
}

const failureWords: readonly [codes: RegExp, words: string][] = [
  [/^ECONNREFUSED$/, '가맹점 서버가 연결을 받지 않았습니다'],
  [/^(ENOTFOUND|EAI_AGAIN)$/, 'RETURN URL의 서버 이름을 찾지 못했습니다'],
  [/^(EHOSTUNREACH|ENETUNREACH)$/, '가맹점 서버까지 가는 길이 없습니다'],
  [/^(UND_ERR_CONNECT_TIMEOUT|TimeoutError)$/, '가맹점 서버가 제시간에 답하지 않았습니다'],
  [/CERT|^UNABLE_TO_/, '가맹점 서버의 인증서를 믿을 수 없습니다'],
  [/^ERR_(TLS|SSL)_/, '가맹점 서버와 암호화된 연결이 되지 않았습니다'],
  [/^(HPE_|HTTPParserError$)/, '가맹점 서버의 응답이 HTTP가 아닙니다'],
  [/^bad port$/, 'RETURN URL의 포트는 쓸 수 없습니다'],
]

/** What people are shown where no answer was read. */
export function shownFailure(code: string): string {
  const words = failureWords.find(([codes]) => codes.test(code))?.[1] ?? '응답을 읽기 전에 연결이 끊겼습니다'
  return `${words} (${code})`
}

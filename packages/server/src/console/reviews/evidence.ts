import type { HistoryLine } from '@pointpay/credit'
import { kstText } from '../kst-day.ts'

/** What the ledger's events are called in the review queue. */
const words: Record<string, string> = {
  accepted: '적립 요청을 받아 적어 둠',
  send: 'Cafe24에 요청을 보냄',
  applied: 'Cafe24가 처리했다고 답함',
  'not-applied': 'Cafe24에서 처리되지 않은 것이 확실함',
  refused: 'Cafe24가 거절함',
  unclear: '요청의 결과를 알 수 없음',
  'lease-ended': '처리하던 프로세스가 멈춰 결과를 알 수 없음',
  'handed-back': '보내지 않고 되돌림',
  found: 'Cafe24 적립금 내역에서 확인됨',
  absent: 'Cafe24 적립금 내역에 없음 (1차 확인)',
  'absent-twice': 'Cafe24 적립금 내역에 없음 (2차 확인)',
  'look-again': 'Cafe24 적립금 내역으로 판단하지 못함',
  'deadline-passed': '확인 기한이 지나 담당자에게 넘김',
  'decided-applied': '담당자가 처리된 것으로 결정함',
  'decided-not-applied': '담당자가 처리되지 않은 것으로 결정함',
  retry: '담당자가 다시 보내기로 결정함',
  abandon: '담당자가 그만두기로 결정함',
  revive: '다시 시작함',
  'cancel-asked': '취소를 요청함',
}

/** One line: when, what, and in whose words. */
export function evidenceOf({ at, event, reason, by }: HistoryLine): string {
  const who = by ? ` (${by})` : ''
  return `${kstText(at)} ${words[event] ?? event}${who}${reason ? `: ${reason}` : ''}`
}

/** Why the books could not tell, and where to look: what the ledger's codes ask of a person. */
const advice: Record<string, string> = {
  'similar-line':
    '같은 거래번호가 다른 문구로 적힌 줄이 Cafe24 적립금 내역에 있습니다. Cafe24 관리자에서 그 줄이 이 건을 대신한 것인지 보고 정해 주세요.',
  'too-many-rows':
    'Cafe24가 보여 주는 것보다 적립금 내역이 많아 끝까지 읽지 못했습니다. Cafe24 관리자에서 회원과 거래번호로 찾아보고 정해 주세요.',
}

/** What stands below the lines of what was tried; nothing where they say it all. */
export function adviceOf(code: string | null): string[] {
  const line = code === null ? undefined : advice[code]
  return line === undefined ? [] : [line]
}

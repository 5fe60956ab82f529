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
  'check-again': 'Cafe24 적립금 내역으로 아직 판단하지 못함',
  ambiguous: 'Cafe24 적립금 내역으로 가릴 수 없어 담당자 확인이 필요함',
  'deadline-passed': '확인 기한이 지나 담당자에게 넘김',
  'decided-applied': '담당자가 처리된 것으로 결정함',
  'decided-not-applied': '담당자가 처리되지 않은 것으로 결정함',
  retry: '담당자가 다시 보내기로 결정함',
  abandon: '담당자가 그만두기로 결정함',
  revive: '다시 시작함',
  'cancel-asked': '취소를 요청함',
  // Histories from before `check-again` have it.
  'look-again': 'Cafe24 적립금 내역으로 판단하지 못함',
}

/** When, what, and in whose words; the rows of the point history that it is about follow, one a line. */
export function evidenceOf({ at, event, reason, by }: HistoryLine): string[] {
  const who = by ? ` (${by})` : ''
  const head = `${kstText(at)} ${words[event] ?? event}${who}`
  const rows = event === 'ambiguous' && reason ? rowsIn(reason) : null
  if (rows) return [`${head}:`, ...rows]
  return [`${head}${reason ? `: ${reason}` : ''}`]
}

/** Rows as the ledger notes them, `2026-11-26T10:00:00+09:00 +12345 "수동 지급"; …`, for people; null: it is something else. */
function rowsIn(noted: string): string[] | null {
  const rows = noted.split(/; (?=\d{4}-\d\d-\d\dT|and \d+ more$)/).map(rowText)
  return rows.every((row) => row !== null) ? rows : null
}

function rowText(noted: string): string | null {
  const [, more] = /^and (\d+) more$/.exec(noted) ?? []
  if (more) return `· 그 밖에 ${more}건`
  const [, at, sign, amount, reason] = /^(\S+\+09:00) ([+-])(\d+) "(.*)"$/s.exec(noted) ?? []
  if (!at) return null
  return `· ${at.slice(0, 19).replace('T', ' ')} ${sign}${Number(amount).toLocaleString('ko-KR')}원 “${reason}”`
}

const named =
  '같은 거래번호가 다른 문구로 적힌 기록이 Cafe24 적립금 내역에 있습니다. Cafe24 관리자에서 그 기록이 이 건을 대신한 것인지 보고 정해 주세요.'

/** Why the point history could not tell, and where to look: what the ledger's codes ask of a person. */
const advice: Record<string, string> = {
  named,
  differs:
    '이 건의 표시가 붙었지만 금액이나 회원이 다른 기록이 Cafe24 적립금 내역에 있습니다. Cafe24 관리자에서 그 기록을 보고 정해 주세요.',
  perhaps:
    'Cafe24 적립금 내역에 이 건일 수 있는 기록이 있어 담당자 확인이 필요합니다. 회원과 금액이 같고 문구가 다릅니다. Cafe24 관리자에서 누가 무엇 때문에 남긴 기록인지 보고 정해 주세요.',
  'no-witness':
    '비슷한 시각의 다른 기록도 Cafe24 적립금 내역에 아직 보이지 않아, 없는 것인지 늦게 보이는 것인지 가리지 못했습니다. Cafe24 관리자에서 회원과 거래번호로 찾아보고 정해 주세요.',
  empty:
    'Cafe24가 적립금 내역을 한 줄도 보여 주지 않아 판단하지 못했습니다. Cafe24 관리자에서 회원과 거래번호로 찾아보고 정해 주세요.',
  incomplete:
    'Cafe24가 보여 준 적립금 내역에 빠진 곳이 있어 판단하지 못했습니다. Cafe24 관리자에서 회원과 거래번호로 찾아보고 정해 주세요.',
  'clocks-differ':
    'Cafe24와 이 서버의 시계가 크게 달라 판단하지 못했습니다. 서버의 시계를 확인하고, Cafe24 관리자에서 회원과 거래번호로 찾아보고 정해 주세요.',
  'too-many-rows':
    'Cafe24가 보여 주는 것보다 적립금 내역이 많아 끝까지 읽지 못했습니다. Cafe24 관리자에서 회원과 거래번호로 찾아보고 정해 주세요.',
  // Parts that came to review before `named` have it.
  'similar-line': named,
}

/** What stands below the lines of what was tried; nothing where they say it all. */
export function adviceOf(code: string | null): string[] {
  const line = code === null ? undefined : advice[code]
  return line === undefined ? [] : [line]
}

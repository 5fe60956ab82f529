import { hasUnseenCharacter } from '@pointpay/contracts'
import type { PageProblem } from './error-page.ts'

const wrongWords = {
  missing: '값이 없습니다',
  repeated: '값이 두 번 있습니다',
  malformed: '값이 올바르지 않습니다',
} as const

/** What a page says of a parameter that is not as the guide has it. */
export function wrongParameter(
  kind: keyof typeof wrongWords,
  parameter: string,
  given: URLSearchParams,
): PageProblem {
  const isUnseen = hasUnseenCharacter(given.get(parameter) ?? '', { lines: parameter === 'add_param' })
  const words = isUnseen ? '값에 보이지 않거나 깨진 문자가 있습니다' : wrongWords[kind]
  return {
    status: 400,
    title: '주소가 올바르지 않습니다',
    what: `${parameter} ${words}. 포인트는 그대로입니다.`,
    todo: '창을 닫고 쇼핑몰에서 다시 눌러 주세요. 계속되면 쇼핑몰 고객센터에 이 화면을 알려 주세요.',
  }
}

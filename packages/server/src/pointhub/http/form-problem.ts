import { messages } from '../messages.ts'
import type { FormOpening } from '../session/session-steps.ts'
import type { PageProblem } from './error-page.ts'

/** For everybody while a media may not use the unverified mode: the guide's words, and nothing of what was sent. */
export const unverifiedOff: PageProblem = {
  status: 403,
  title: '제휴포인트할인',
  what: messages.unverified_mode_off.ko,
  todo: '',
}

/** For the merchant's developers. */
const reasons: Record<Exclude<FormOpening, 'opened' | 'off' | 'used'>, string> = {
  unsigned: 'add_param이 없습니다. 가맹점 서버가 회원과 본인을 함께 서명한 값이 있어야 합니다.',
  malformed:
    'add_param이 {user_id}.{만료 시각}.{서명} 꼴이 아닙니다. 만료 시각은 10자리 초, 서명은 = 없는 base64url 43자입니다.',
  'other-member': 'add_param의 회원이 user_id와 다릅니다.',
  expired:
    'add_param의 만료 시각이 지났습니다. 버튼을 누를 때마다 새로 서명하고, 서버의 시계가 맞는지 확인해 주세요.',
  'valid-too-long':
    'add_param의 만료 시각이 너무 멉니다. 지금부터 10분 안이어야 하고, 밀리초가 아니라 초로 적어야 합니다.',
  'wrong-signature':
    'add_param의 서명이 맞지 않습니다. 이 매체의 증명 키로 a_code, user_id, 만료 시각, user_ci, user_name, user_phone의 숫자를 줄바꿈(\\n)으로 이은 UTF-8 글을 서명했는지, 양식의 값과 글자까지 같은지 확인해 주세요. 회원만 서명한 값은 여기에 쓸 수 없습니다.',
}

/** Why a form of `direct_ci` opened no popup. */
export function formProblem(opening: Exclude<FormOpening, 'opened'>): PageProblem {
  if (opening === 'off') return unverifiedOff
  if (opening === 'used')
    return {
      status: 403,
      title: '이미 사용한 요청입니다',
      what: '이 요청으로는 다른 창이 이미 열렸습니다. 포인트는 그대로입니다. 이 창을 닫고 쇼핑몰에서 버튼을 다시 눌러 주세요.',
      todo: '쇼핑몰 개발자: 양식은 한 번만 쓸 수 있습니다. 버튼을 누를 때마다 새로 서명해 주세요.',
    }
  return {
    status: 403,
    title: '전환을 시작할 수 없습니다',
    what: '쇼핑몰이 보낸 회원 확인이 올바르지 않습니다. 포인트는 그대로입니다. 쇼핑몰에서 버튼을 다시 눌러 주세요.',
    todo: `쇼핑몰 개발자: ${reasons[opening]}`,
  }
}

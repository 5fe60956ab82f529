import type { Convert } from '@pointpay/contracts'
import type { Language } from './language.ts'

type TermsId = Convert['agreed'][number]

interface Terms {
  title: string
  /** `{mall}` is filled in. */
  paragraphs: readonly string[]
}

/** The terms of a conversion, in the order that they are shown. */
export const terms: Record<Language, Record<TermsId, Terms>> = {
  ko: {
    service: {
      title: '제휴포인트 전환 서비스 이용약관',
      paragraphs: [
        '제휴포인트 전환은 회원이 보유한 제휴사 포인트를 {mall}의 적립금으로 바꾸는 서비스입니다.',
        '전환을 누르면 선택한 포인트가 제휴사에서 차감되고, 화면에 표시된 금액이 적립금으로 지급됩니다. 지급은 보통 1분 안에 끝납니다.',
        '적립금을 지급할 수 없으면 차감한 포인트를 모두 돌려 드립니다. 지급된 적립금의 이용 조건과 유효기간은 {mall}의 정책을 따릅니다.',
        '전환을 취소하려면 {mall} 고객센터에 요청해야 하며, 지급된 적립금이 남아 있을 때 취소할 수 있습니다.',
      ],
    },
    'third-party': {
      title: '개인정보 제3자 제공 동의',
      paragraphs: [
        '제공받는 자: {mall}, 선택한 포인트의 제휴사',
        '목적: 포인트 차감, 적립금 지급, 취소와 문의 처리',
        '항목: {mall}에는 회원 아이디, 거래번호, 전환 포인트와 금액, 전환 일시. 제휴사에는 이름, 휴대폰 번호, 전환 포인트',
        '기간: 전자상거래법에 따라 5년. 동의하지 않을 수 있으며, 그 경우 전환할 수 없습니다.',
      ],
    },
  },
  en: {
    service: {
      title: 'Terms of the conversion service',
      paragraphs: [
        'The service turns points that you hold with a partner into credit at {mall}.',
        'When you press Convert, the partner takes the chosen points and the amount shown is added to your credit, as a rule within a minute.',
        'Where the credit cannot be added, all points taken come back. How long and for what the credit can be used is decided by {mall}.',
        'To cancel a conversion, ask {mall}; it can be cancelled while the credit is still there.',
      ],
    },
    'third-party': {
      title: 'Passing personal data on',
      paragraphs: [
        'To whom: {mall}, and the partner whose points you chose',
        'Why: to take the points, to add the credit, to handle cancels and questions',
        'What: to {mall} your member ID, transaction number, points, amount and time; to the partner your name, mobile number and points',
        'How long: 5 years, as the Korean e-commerce act demands. You may refuse; then points cannot be converted.',
      ],
    },
  },
}

import type { MediaStore } from '../../media/media-store.ts'
import type { OneConversion } from './one-conversion.ts'

/** What a person must still do elsewhere, in Korean; null: nothing. */
export async function handWorkOf(media: MediaStore, one: OneConversion): Promise<string | null> {
  const { credit, conversion } = one
  if (credit) {
    const isCancelled = credit.state === 'cancelled' || credit.state === 'cancelling'
    if (!isCancelled && (conversion?.state === 'cancelling' || conversion?.state === 'cancelled'))
      return '포인트는 회원에게 돌아갔지만 적립금이 남아 있습니다. 적립금이 생기는 대로 취소를 다시 눌러 회수해 주세요.'
    if (!isCancelled || conversion) return null
    return (
      'PointPay에서 직접 전환한 건이라 여기서는 적립금만 회수합니다. PointPay 매체 관리자에 매체 담당자 계정으로 로그인한 뒤 ' +
      `메뉴 'KT포인트다모아'에서 회원 아이디 ${credit.memberId}(으)로 검색해 거래번호 ${credit.transactionNumber}을(를) 취소해 주세요.`
    )
  }
  if (conversion.state !== 'cancelling' && conversion.state !== 'cancelled') return null
  const owner = await media.byCode(conversion.mediaCode)
  if (owner?.kind !== 'own-backend') return null
  return (
    `포인트만 회원에게 돌려줍니다. 가맹점 시스템에서 회원 ${conversion.memberId}에게 적립한 ` +
    `${conversion.amount.toLocaleString('ko-KR')}원이 있으면 직접 차감해 주세요.`
  )
}

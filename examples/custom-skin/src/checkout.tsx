import type { ErrorCode } from '@pointpay/widget'
import { PointPayButton } from '@pointpay/widget/preact'
import { useState } from 'preact/hooks'
import { pointpay } from './pointpay.ts'

const won = (amount: number) => `${amount.toLocaleString('ko-KR')}원`

/** What the shopper reads of an error; the widget's own dialogs have told the rest. */
const advice: Partial<Record<ErrorCode, string>> = {
  popup_blocked: '팝업을 허용하면 다음부터 바로 열립니다.',
  conversion_failed: '적립되지 않아 제휴포인트를 돌려드렸습니다.',
}

/** An order form whose 적립금 grows as soon as PointPay has credited it. */
export function Checkout({ price, credit }: { price: number; credit: number }) {
  const [balance, setBalance] = useState(credit)
  const [news, setNews] = useState('')
  return (
    <main>
      <h1>주문서</h1>
      <dl>
        <dt>상품 금액</dt>
        <dd>{won(price)}</dd>
        <dt>보유 적립금</dt>
        <dd>{won(balance)}</dd>
        <dt>결제 예정 금액</dt>
        <dd>{won(Math.max(0, price - balance))}</dd>
      </dl>
      <PointPayButton
        pointpay={pointpay}
        onConverted={({ points }) =>
          setNews(`${points.toLocaleString('ko-KR')}P를 전환했습니다. 곧 적립됩니다.`)
        }
        onCredited={({ amount }) => {
          setBalance((before) => before + amount)
          setNews(`${won(amount)}이 적립되었습니다.`)
        }}
        onCancel={() => setNews('')}
        onError={({ code }) => setNews(advice[code] ?? '')}
      />
      <p role="status">{news}</p>
    </main>
  )
}

import { servedShops, type Shop } from '@pointpay/contracts'
import { html } from 'hono/html'
import type { Page } from '../../http/page.ts'

interface Completed {
  mallId: string
  mediaCode: string
  snippet: string
  tokenGoodUntil: Date
  scriptTag: 'put' | 'failed' | 'not-asked'
  /** As Cafe24 listed them just now. */
  shops: Shop[] | 'failed' | 'not-asked'
  /** Begins a consent that also lets the widget be put in. */
  scriptTagInstall: string
}

/** The guide's last page of a set-up. */
export function completePage(done: Completed): Page {
  return {
    status: 200,
    title: '토큰 발급 완료',
    body: html`<p>
        쇼핑몰 <b>${done.mallId}</b>의 적립금을 PointPay가 지급할 수 있게 되었습니다. 기다리던 적립이 있었다면
        지금부터 지급됩니다.
      </p>
      <dl>
        <dt>매체코드</dt>
        <dd>${done.mediaCode}</dd>
        <dt>토큰 유효기간</dt>
        <dd>${kstDate(done.tokenGoodUntil)} (PointPay가 그 전에 스스로 갱신합니다)</dd>
        <dt>제휴포인트할인 버튼</dt>
        <dd>${scriptTagWords[done.scriptTag]}</dd>
        ${
          done.shops === 'not-asked'
            ? ''
            : html`<dt>상점</dt>
                <dd>${shopWords(done.shops)}</dd>`
        }
      </dl>
      ${
        done.scriptTag === 'put'
          ? html`<p>
                스킨에 있던 <code>#pp_btn</code> 버튼은 그대로 쓰실 수 있습니다. 새로 넣으려면 버튼이 놓일
                자리에 아래 태그를 붙여 넣으세요.
              </p>
              <pre><code>&lt;pointpay-button&gt;&lt;/pointpay-button&gt;</code></pre>`
          : html`<p>버튼이 놓일 자리의 스킨 HTML에 아래 코드를 붙여 넣으세요.</p>
              <pre><code>${done.snippet}</code></pre>`
      }`,
    ...(done.scriptTag === 'not-asked' && {
      next: { href: done.scriptTagInstall, text: '붙여 넣지 않고 자동으로 설치하기' },
    }),
  }
}

const scriptTagWords = {
  put: '자동으로 설치되었습니다',
  failed: '자동으로 설치하지 못했습니다. 아래 코드를 붙여 넣거나 콘솔에서 다시 설치해 주세요',
  'not-asked': '아직 설치되지 않았습니다',
} as const

function shopWords(shops: Shop[] | 'failed'): string {
  if (shops === 'failed') return '카페24에서 읽지 못했습니다. 콘솔에서 다시 읽어 주세요'
  const served = servedShops(shops)
  return shops
    .map(({ shopNo, name, currency }) => {
      const isServed = served.includes(shopNo)
      return `${shopNo}번 ${name ?? ''}(${currency}${isServed ? '' : ', 버튼이 나오지 않습니다'})`
    })
    .join(' · ')
}

function kstDate(instant: Date): string {
  return new Intl.DateTimeFormat('ko-KR', { dateStyle: 'long', timeZone: 'Asia/Seoul' }).format(instant)
}

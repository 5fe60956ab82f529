import { html } from 'hono/html'
import type { Page } from '../../http/page.ts'

/** Where a failed consent is begun anew. */
type Again = { href: string }

const retry = ({ href }: Again) => ({ href, text: '카페24 동의 다시 시작하기' })
const unchanged = 'PointPay에 저장된 내용은 바뀌지 않았습니다.'

export const unknownMediaPage: Page = {
  status: 404,
  title: '등록되지 않은 매체입니다',
  body: html`<p>주소에 있는 매체코드로 등록된 카페24 쇼핑몰이 없습니다.</p>
    <p>
      PointPay에서 받은 설치 주소를 처음부터 끝까지 그대로 열었는지 확인해 주세요. 계속되면 PointPay
      운영자에게 설치 주소를 다시 요청해 주세요.
    </p>`,
}

/** Each way in which a consent fails, with what to do next. */
export const failurePages = {
  forged: (): Page => ({
    status: 400,
    title: '이 주소로는 설치를 마칠 수 없습니다',
    body: html`<p>PointPay가 시작한 동의가 아니거나 주소의 일부가 잘렸습니다. ${unchanged}</p>
      <p>PointPay에서 받은 설치 주소(…/solution/install/매체코드)를 다시 열어 처음부터 진행해 주세요.</p>`,
  }),
  stale: (again: Again): Page => ({
    status: 410,
    title: '동의 시간이 지났습니다',
    body: html`<p>설치를 시작한 지 30분이 지나 이 동의는 사용할 수 없습니다. ${unchanged}</p>
      <p>아래 단추로 다시 시작해 주세요.</p>`,
    next: retry(again),
  }),
  reused: (again: Again, consented: boolean): Page => ({
    status: 409,
    title: '이미 처리된 동의입니다',
    body: consented
      ? html`<p>
            이 동의는 앞서 한 번 처리되었고, 쇼핑몰의 토큰은 이미 발급되어 있습니다. 더 하실 일이 없습니다.
          </p>
          <p>이 창은 닫으셔도 됩니다. 권한을 바꾸려면 아래 단추로 다시 시작해 주세요.</p>`
      : html`<p>같은 동의를 두 번 사용할 수 없습니다. 이 쇼핑몰의 토큰은 아직 발급되지 않았습니다.</p>
          <p>새로 고침 대신 아래 단추로 다시 시작해 주세요.</p>`,
    next: retry(again),
  }),
  otherBrowser: (again: Again): Page => ({
    status: 400,
    title: '다른 브라우저에서 시작한 동의입니다',
    body: html`<p>설치를 시작한 브라우저와 지금 브라우저가 다르거나 쿠키가 차단되어 있습니다. ${unchanged}</p>
      <p>쿠키를 허용하고, 이 브라우저에서 아래 단추로 다시 시작해 주세요.</p>`,
    next: retry(again),
  }),
  denied: (again: Again): Page => ({
    status: 403,
    title: '동의가 거부되었습니다',
    body: html`<p>카페24 화면에서 ‘거부’를 눌러 토큰이 발급되지 않았습니다. ${unchanged}</p>
      <p>적립금을 자동으로 지급하려면 동의가 필요합니다. 아래 단추로 다시 시작해 ‘동의함’을 눌러 주세요.</p>`,
    next: retry(again),
  }),
  wrongMall: (again: Again, mallId: string, consentedMallId: string): Page => ({
    status: 409,
    title: '다른 쇼핑몰에서 동의하셨습니다',
    body: html`<p>
        이 설치 주소는 쇼핑몰 <b>${mallId}</b>용인데 <b>${consentedMallId}</b>에서 동의하셨습니다. 받은 토큰은
        저장하지 않고 폐기했습니다.
      </p>
      <p>카페24에서 로그아웃한 뒤 <b>${mallId}</b>의 대표운영자로 로그인하여 다시 시작해 주세요.</p>`,
    next: retry(again),
  }),
  wrongAccount: (again: Again, mallId: string, userId: string): Page => ({
    status: 403,
    title: '대표운영자 계정이 아닙니다',
    body: html`<p>
        카페24에 <b>${userId}</b> 계정으로 로그인되어 있습니다. 권한 동의는 쇼핑몰 <b>${mallId}</b>의
        대표운영자만 할 수 있습니다. 받은 토큰은 저장하지 않고 폐기했습니다.
      </p>
      <p>카페24에서 로그아웃하고 대표운영자(<b>${mallId}</b>)로 로그인한 뒤 다시 시작해 주세요.</p>`,
    next: retry(again),
  }),
  scopeMissing: (again: Again, missing: readonly string[]): Page => ({
    status: 403,
    title: '적립금 권한이 없습니다',
    body: html`<p>
        카페24가 발급한 토큰에 필요한 권한이 빠져 있습니다: <b>${missing.join(', ')}</b>. 이 토큰으로는
        적립금을 지급할 수 없어 저장하지 않았습니다.
      </p>
      <p>
        카페24 개발자센터의 앱 설정에서 권한(Scope)의 <b>적립금</b>을 <b>Read + Write</b>로 바꾸어 저장한 뒤
        다시 시작해 주세요.
      </p>`,
    next: retry(again),
  }),
  cafe24Down: (again: Again): Page => ({
    status: 502,
    title: '카페24가 응답하지 않습니다',
    body: html`<p>동의는 하셨지만 카페24에서 토큰을 받지 못했습니다. ${unchanged}</p>
      <p>몇 분 뒤 아래 단추로 다시 시작해 주세요. 동의 화면이 한 번 더 나올 수 있습니다.</p>`,
    next: retry(again),
  }),
  appRefused: (again: Again): Page => ({
    status: 502,
    title: '카페24가 앱 정보를 받아들이지 않습니다',
    body: html`<p>
        등록된 Client ID·Client Secret·Redirect URI 가운데 카페24 개발자센터의 앱 설정과 다른 것이 있거나,
        동의 코드가 이미 만료되었습니다. ${unchanged}
      </p>
      <p>
        한 번 더 시도해 보시고, 같은 화면이 나오면 앱의 Client ID, Client Secret, Redirect URI를 확인하여
        PointPay 운영자에게 알려 주세요.
      </p>`,
    next: retry(again),
  }),
} as const

import { html, raw } from 'hono/html'
import type { Member } from '../books/members.ts'
import { formatCents } from '../books/points.ts'
import { hostileStyles, mallStyles } from './styles.ts'

type Html = ReturnType<typeof html>

export interface SkinPage {
  mallId: string
  mediaCode: string
  shopNo: number
  member: Member | null
  availableCents: number
  /** `/demomall`: before every path of this mall. */
  base: string
  /** This page's own address, to come back to. */
  here: string
  variant: 'pasted' | 'seed' | 'adopt' | 'installed'
  /** What the skin's editor pasted; stands in place of the `pasted` button and tag. */
  snippet: string | null
  widgetSrc: string
  /** More `data-` attributes of the script tag; null: not there. */
  tagData: Record<string, string | null>
  /** Script tags put in through the API. */
  installed: { src: string; integrity: string | null }[]
  memberDelayMs: number
  rebuild: boolean
  twice: boolean
  /** For `script-src 'nonce-…'`; null without CSP. */
  nonce: string | null
}

/** A product page as a mall's skin has it. */
export function skinPage(page: SkinPage): Html {
  const shop = page.shopNo === 1 ? '' : ` ${page.shopNo}호점`
  return frame(
    `오월상점${shop}`,
    page.nonce,
    html`${header(page)}
      <main class="mall-main">
        <div class="mall-photo" role="img" aria-label="도자기 화병"></div>
        <section>
          <h1 class="mall-title">손으로 빚은 백자 화병</h1>
          <p class="mall-price">48,000원</p>
          <table class="mall-table">
            <tr>
              <th>배송</th>
              <td>무료 · 2일 안에 도착</td>
            </tr>
            <tr>
              <th>적립</th>
              <td>480원 (1%)</td>
            </tr>
            <tr>
              <th>보유 적립금</th>
              <td class="mall-mileage">
                ${page.member ? `${won(page.availableCents)}원` : '로그인 후 확인'}
              </td>
            </tr>
          </table>
          <div class="mall-reserve"><span>적립금 사용</span>${button(page)}</div>
          <div class="mall-total"><span>결제 예정 금액</span><span>48,000원</span></div>
          <button type="button" class="mall-button">주문하기</button>
        </section>
      </main>
      ${footer(page)}`,
    tags(page),
  )
}

/** The mall's log-in form. */
export function loginPage(page: { base: string; returnUrl: string; error: string | null }): Html {
  return frame(
    '로그인',
    null,
    html`<form class="mall-card" method="post" action="${page.base}/exec/front/Member/login/">
      <h1 class="mall-title">로그인</h1>
      ${page.error ? html`<p role="alert">${page.error}</p>` : ''}
      <input type="hidden" name="returnUrl" value="${page.returnUrl}" />
      <label for="member_id">아이디</label>
      <input id="member_id" name="member_id" autocomplete="username" required />
      <label for="member_passwd">비밀번호</label>
      <input
        id="member_passwd"
        name="member_passwd"
        type="password"
        autocomplete="current-password"
        required
      />
      <p class="mall-note">시험용 회원: shopper01, shopper02 · 비밀번호 pointpay</p>
      <button class="mall-button">로그인</button>
    </form>`,
    html``,
  )
}

/** The member's 적립금 and how it moved. */
export function mileagePage(page: {
  base: string
  member: Member
  available: number
  rows: { label: string; amountCents: number; type: string }[]
}): Html {
  return frame(
    '적립금',
    null,
    html`<main class="mall-card">
      <h1 class="mall-title">적립금</h1>
      <p class="mall-price">${won(page.available)}원</p>
      <table class="mall-table">
        ${page.rows.map(
          (row) =>
            html`<tr>
              <th style="width:auto">${row.label}</th>
              <td>${row.type === 'increase' ? '+' : '−'}${won(row.amountCents)}원</td>
            </tr>`,
        )}
      </table>
      <p><a class="mall-link" href="${page.base}/">쇼핑 계속하기</a></p>
    </main>`,
    html``,
  )
}

/** What is where, for whoever opens the simulator's root. */
export function indexPage(malls: { mallId: string; shops: number[] }[]): Html {
  return frame(
    '모의 카페24',
    null,
    html`<main class="mall-card" style="max-width:560px">
      <h1 class="mall-title">모의 카페24</h1>
      <p>실제 카페24처럼 동작하는 시험용 쇼핑몰, OAuth, Admin API입니다.</p>
      <table class="mall-table">
        ${malls.map(
          ({ mallId, shops }) =>
            html`<tr>
              <th>${mallId}</th>
              <td>
                ${shops.map(
                  (shop) =>
                    html`<a class="mall-link" href="/${mallId}/${shop === 1 ? '' : `shop${shop}/`}"
                      >${shop}번 상점</a
                    > `,
                )}
              </td>
            </tr>`,
        )}
      </table>
      <p class="mall-note">
        상점 주소 뒤에 ?variant=pasted·seed·adopt·installed, ?memberDelay=3000, ?csp=1, ?coop=1, ?rebuild=1,
        ?twice=1, ?addParam=값, ?separator=~ 를 붙이면 스킨이 달라집니다. 장부와 장애 설정은 /_sim 아래에
        있습니다.
      </p>
    </main>`,
    html``,
  )
}

function frame(title: string, nonce: string | null, body: Html, scripts: Html): Html {
  return html`<!doctype html>
    <html lang="ko">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <link rel="icon" href="data:," />
        <title>${title}</title>
        <style${nonce ? raw(` nonce="${nonce}"`) : ''}>
          ${raw(hostileStyles)}${raw(mallStyles)}
        </style>
      </head>
      <body>
        ${body}${scripts}
      </body>
    </html>`
}

function header(page: SkinPage): Html {
  const { base, member, here } = page
  return html`<header class="mall-header">
    <a class="mall-logo" href="${base}/">오월상점</a>
    <nav class="mall-nav">
      ${
        member
          ? html`<span class="xans-element- xans-layout xans-layout-statelogon">${member.name}님</span>
              <a class="mall-link" href="${base}/myshop/mileage/historyList.html">적립금</a>
              <a class="mall-link" href="${base}/exec/front/Member/logout/">로그아웃</a>`
          : html`<a
              class="mall-link xans-layout-statelogoff"
              href="${base}/member/login.html?returnUrl=${encodeURIComponent(here)}"
              >로그인</a
            >`
      }
    </nav>
  </header>`
}

function footer({ base }: SkinPage): Html {
  return html`<footer class="mall-footer">
    <p class="mall-note">
      모의 카페24의 시험용 쇼핑몰 · <a class="mall-link" href="${base}/shop2/">2호점</a>
    </p>
  </footer>`
}

/** Where the skin has the PointPay button. */
function button(page: SkinPage): Html {
  if (page.variant === 'seed' || page.variant === 'adopt')
    return html`<button id="pp_btn" class="mall-button" style="width:auto!important;padding:0 16px!important">
      제휴포인트할인
    </button>`
  if (page.variant === 'pasted' && page.snippet !== null) return html`${raw(page.snippet)}`
  return html`<pointpay-button></pointpay-button>`
}

function tags(page: SkinPage): Html {
  const nonce = page.nonce ? raw(` nonce="${page.nonce}"`) : ''
  const client = html`<script${nonce} src="${page.base}/_client.js" data-mall-id="${page.mallId}" data-base="${page.base}"
    data-shop-no="${page.shopNo}" data-login="${page.member ? '1' : '0'}" data-writes-member="1"
    data-member-delay="${page.memberDelayMs}" data-rebuild="${page.rebuild ? '1' : '0'}"></script>`
  const data = Object.entries(page.tagData).map(([name, value]) =>
    value === null ? '' : html` data-${raw(name)}="${value}"`,
  )
  const tag = html`<script${nonce} async src="${page.widgetSrc}" data-a-code="${page.mediaCode}"${data}></script>`
  const seed = html`<script${nonce}>${raw(seedScript(page.mediaCode))}</script>`
  const installed = page.installed.map(
    ({ src, integrity }) =>
      html`<script${nonce} async src="${src}"${integrity ? raw(` integrity="${integrity}" crossorigin="anonymous"`) : ''}></script>`,
  )
  const pasted = page.snippet === null ? tag : html``
  const own = { pasted, seed, adopt: html`${seed}${tag}`, installed: html`` }[page.variant]
  return html`${client}${own}${page.twice ? tag : ''}${installed}`
}

/** The script that malls paste today (solution-merchant guide 22.02.16), which our widget replaces. */
function seedScript(mediaCode: string): string {
  return `
document.getElementById('pp_btn').onclick = function () {
  var member = JSON.parse(sessionStorage.getItem('member_1'));
  if (member == null || member.data.member_id == null) {
    alert('일시적인 오류가 발생했습니다.\\n고객센터에 문의해주세요.');
    return;
  }
  window.open('https://ssl.pointpay.im/pointhub/direct?a_code=${mediaCode}&user_id=' + member.data.member_id,
    'cert2_popup', 'width=765, height=895, resizable=auto, scrollbars=yes, status=no');
};`
}

function won(cents: number): string {
  return Number(formatCents(cents)).toLocaleString('ko-KR')
}

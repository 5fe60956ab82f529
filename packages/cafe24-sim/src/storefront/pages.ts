import { html, raw } from 'hono/html'
import type { Mall } from '../books/malls.ts'
import type { Member } from '../books/members.ts'
import type { Shop } from '../books/shops.ts'
import { formatMoney } from './money.ts'
import type { ShopPoints } from './shop-points.ts'
import { hostileStyles, mallStyles } from './styles.ts'

type Html = ReturnType<typeof html>

export interface SkinPage {
  mall: Mall
  shop: Shop
  member: Member | null
  availableCents: number
  /** `/demomall`: before every path of this mall. */
  base: string
  /** This page's own address, to come back to. */
  here: string
  variant: 'pasted' | 'seed' | 'adopt' | 'installed'
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
  const { shop } = page
  const priceCents = priceIn(shop)
  return frame(
    {
      title: `오월상점${shop.shopNo === 1 ? '' : ` ${shop.name}`}`,
      language: shop.language,
      nonce: page.nonce,
    },
    html`${header(page)}
      <main class="mall-main">
        <div class="mall-photo" role="img" aria-label="도자기 화병"></div>
        <section>
          <h1 class="mall-title">손으로 빚은 백자 화병</h1>
          <p class="mall-price">${formatMoney(priceCents, shop)}</p>
          <table class="mall-table">
            <tr>
              <th>배송</th>
              <td>무료 · 2일 안에 도착</td>
            </tr>
            <tr>
              <th>적립</th>
              <td>${formatMoney(priceCents / 100, shop)} (1%)</td>
            </tr>
            <tr>
              <th>보유 적립금</th>
              <td class="mall-mileage">
                ${page.member ? formatMoney(page.availableCents, shop) : '로그인 후 확인'}
              </td>
            </tr>
          </table>
          <div class="mall-reserve"><span>적립금 사용</span>${button(page)}</div>
          <div class="mall-total">
            <span>결제 예정 금액</span><span>${formatMoney(priceCents, shop)}</span>
          </div>
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
    { title: '로그인', language: 'ko_KR', nonce: null },
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

/** The member's 적립금 in a shop and how it moved. */
export function mileagePage(page: { mallId: string; shop: Shop; points: ShopPoints }): Html {
  const { shop, points } = page
  return frame(
    { title: '적립금', language: shop.language, nonce: null },
    html`<main class="mall-card">
      <h1 class="mall-title">적립금</h1>
      <p class="mall-price">${formatMoney(points.availableCents, shop)}</p>
      <table class="mall-table">
        ${points.rows.map(
          (row) =>
            html`<tr>
              <th style="width:auto">${row.reason}</th>
              <td>${row.type === 'increase' ? '+' : '−'}${formatMoney(row.amountCents, shop)}</td>
            </tr>`,
        )}
      </table>
      <p><a class="mall-link" href="${shopPath(page.mallId, shop)}">쇼핑 계속하기</a></p>
    </main>`,
    html``,
  )
}

/** What is where, for whoever opens the simulator's root. */
export function indexPage(malls: Mall[]): Html {
  return frame(
    { title: '모의 카페24', language: 'ko_KR', nonce: null },
    html`<main class="mall-card" style="max-width:560px">
      <h1 class="mall-title">모의 카페24</h1>
      <p>실제 카페24처럼 동작하는 시험용 쇼핑몰, OAuth, Admin API입니다.</p>
      <table class="mall-table">
        ${malls.map(
          (mall) =>
            html`<tr>
              <th>${mall.mallId}</th>
              <td>${shopLinks(mall)}</td>
            </tr>`,
        )}
      </table>
      <p class="mall-note">
        상점 주소 뒤에 ?variant=pasted·seed·adopt·installed, ?memberDelay=3000, ?csp=1, ?coop=1, ?rebuild=1,
        ?twice=1, ?addParam=값, ?separator=~ 를 붙이면 스킨이 달라집니다. 장부와 장애 설정은 /_sim 아래에
        있고, 쇼핑몰의 상점(번호, 이름, 통화, 언어, 도메인, 운영 여부)은 PUT /_sim/malls/쇼핑몰아이디 의
        shops로 바꿉니다.
      </p>
    </main>`,
    html``,
  )
}

function frame(
  { title, language, nonce }: { title: string; language: string; nonce: string | null },
  body: Html,
  scripts: Html,
): Html {
  return html`<!doctype html>
    <html lang="${language.slice(0, 2)}">
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
  const { base, mall, shop, member, here } = page
  const home = shopPath(mall.mallId, shop)
  return html`<header class="mall-header">
    <a class="mall-logo" href="${home}">오월상점</a>
    <nav class="mall-nav">
      ${
        member
          ? html`<span class="xans-element- xans-layout xans-layout-statelogon">${member.name}님</span>
              <a class="mall-link" href="${home}myshop/mileage/historyList.html">적립금</a>
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

function footer({ mall }: SkinPage): Html {
  return html`<footer class="mall-footer">
    <p class="mall-note">모의 카페24의 시험용 쇼핑몰 · ${shopLinks(mall)}</p>
  </footer>`
}

/** Links to the mall's open shops. */
function shopLinks({ mallId, shops }: Mall): Html[] {
  return shops
    .filter(({ active }) => active)
    .map(
      (shop, index) =>
        html`${index > 0 ? ' · ' : ''}<a class="mall-link" href="${shopPath(mallId, shop)}">${shop.name}</a>`,
    )
}

/** Before the paths of a shop's pages, e.g. `/demomall/shop2/`. */
function shopPath(mallId: string, { shopNo }: Shop): string {
  return shopNo === 1 ? `/${mallId}/` : `/${mallId}/shop${shopNo}/`
}

/** The product's price in hundredths of the shop's currency. A mall sets it for each currency; it is no exchange rate. */
function priceIn({ currency }: Shop): number {
  return currency === 'KRW' ? 48_000_00 : 36_00
}

/** Where the skin has the PointPay button. */
function button(page: SkinPage): Html {
  if (page.variant === 'seed' || page.variant === 'adopt')
    return html`<button id="pp_btn" class="mall-button" style="width:auto!important;padding:0 16px!important">
      제휴포인트할인
    </button>`
  const { snippet } = page.mall
  if (page.variant === 'pasted' && snippet !== null) return html`${raw(snippet)}`
  return html`<pointpay-button></pointpay-button>`
}

function tags(page: SkinPage): Html {
  const { mall, shop } = page
  const nonce = page.nonce ? raw(` nonce="${page.nonce}"`) : ''
  const client = html`<script${nonce} src="${page.base}/_client.js" data-mall-id="${mall.mallId}" data-base="${page.base}"
    data-shop-no="${shop.shopNo}" data-currency="${shop.currency}" data-language="${shop.language}"
    data-multi-shop="${mall.shops.length > 1 ? '1' : '0'}" data-login="${page.member ? '1' : '0'}" data-writes-member="1"
    data-member-delay="${page.memberDelayMs}" data-rebuild="${page.rebuild ? '1' : '0'}"></script>`
  const data = Object.entries(page.tagData).map(([name, value]) =>
    value === null ? '' : html` data-${raw(name)}="${value}"`,
  )
  const tag = html`<script${nonce} async src="${page.widgetSrc}" data-a-code="${mall.mediaCode}"${data}></script>`
  const seed = html`<script${nonce}>${raw(seedScript(mall.mediaCode))}</script>`
  const installed = page.installed.map(
    ({ src, integrity }) =>
      html`<script${nonce} async src="${src}"${integrity ? raw(` integrity="${integrity}" crossorigin="anonymous"`) : ''}></script>`,
  )
  const pasted = mall.snippet === null ? tag : html``
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

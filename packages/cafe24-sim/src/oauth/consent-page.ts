import { html } from 'hono/html'

const scopeNames: Record<string, string> = {
  'mall.read_mileage': '적립금 조회',
  'mall.write_mileage': '적립금 지급·차감',
  'mall.read_application': '앱 정보 조회',
  'mall.write_application': '앱 정보 변경 (스크립트 태그)',
  'mall.read_privacy': '회원 개인정보 조회',
  'mall.read_store': '상점 정보 조회',
}

/** The page on which the mall's owner agrees. Its form posts `decision=allow|deny` back to the same address. */
export function consentPage(request: {
  mallId: string
  clientId: string
  scopes: string[]
  query: Record<string, string>
}) {
  const hidden = Object.entries(request.query).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  )
  return html`<!doctype html>
    <html lang="ko">
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width" />
      <title>앱 권한 동의 - ${request.mallId}</title>
      <style>
        body {
          font:
            16px/1.6 system-ui,
            sans-serif;
          background: #f4f6f9;
          color: #1d2430;
          margin: 0;
        }
        main {
          max-width: 440px;
          margin: 8vh auto;
          background: #fff;
          padding: 32px;
          border-radius: 12px;
          box-shadow: 0 2px 16px #0001;
        }
        h1 {
          font-size: 20px;
          margin: 0 0 4px;
        }
        ul {
          padding-left: 20px;
        }
        button {
          font: inherit;
          padding: 10px 20px;
          border-radius: 8px;
          border: 1px solid #c5ccd6;
          background: #fff;
          cursor: pointer;
        }
        button[value='allow'] {
          background: #1b64da;
          border-color: #1b64da;
          color: #fff;
        }
        small {
          color: #5b6675;
        }
      </style>
      <main>
        <h1>앱 권한 동의</h1>
        <small>모의 카페24 · 쇼핑몰 ${request.mallId} · 대표운영자로 로그인됨</small>
        <p>앱 <b>${request.clientId}</b> 이(가) 다음 권한을 요청합니다.</p>
        <ul>
          ${request.scopes.map((scope) => html`<li>${scopeNames[scope] ?? scope} <small>${scope}</small></li>`)}
        </ul>
        <form method="post">
          ${hidden}
          <button name="decision" value="allow">동의함</button>
          <button name="decision" value="deny">거부</button>
        </form>
      </main>
    </html>`
}

import { html, raw } from 'hono/html'
import type { Choice, Opening, Verdict } from './return-url.ts'

type Html = ReturnType<typeof html>

const styles = `
body{margin:0;background:#eef1f5;font:13px/1.6 Dotum,'돋움','Noto Sans KR',sans-serif;color:#333}
table.frame{width:100%;max-width:560px;margin:0 auto;background:#fff;border-collapse:collapse}
td.head{background:#d8261c;color:#fff;padding:14px 20px;font-weight:bold;font-size:16px}
td.body{padding:20px;word-break:keep-all;overflow-wrap:anywhere}
td.foot{padding:12px 20px;border-top:1px solid #ddd;color:#666;font-size:12px}
table.form{width:100%;border-top:2px solid #555;border-collapse:collapse;margin-bottom:20px}
table.form th{width:110px;padding:10px;background:#f6f6f6;border-bottom:1px solid #ddd;text-align:left}
table.form td{padding:10px;border-bottom:1px solid #ddd}
input[type=text]{width:120px;height:26px;padding:0 6px;border:1px solid #aaa;text-align:right;font:inherit}
button{height:36px;padding:0 28px;border:1px solid #a31b13;background:#d8261c;color:#fff;font:inherit;font-weight:bold}
p.act{text-align:center}
`

/** Where the shopper chooses what to convert. `ticket` names this opening when the form comes back. */
export function choicePage(opening: Opening, ticket: string, wrong: string | null = null): Html {
  return frame(
    '포인트 전환',
    html`<form method="post">
      <input type="hidden" name="ticket" value="${ticket}" />
      <table class="form">
        <tr>
          <th>가맹점</th>
          <td>${opening.aCode}</td>
        </tr>
        <tr>
          <th>아이디</th>
          <td>${opening.userId}</td>
        </tr>
        <tr>
          <th>포인트 종류</th>
          <td>
            <label><input type="radio" name="kind" value="KT" checked /> KT 포인트</label>
          </td>
        </tr>
        <tr>
          <th><label for="points">전환 포인트</label></th>
          <td><input type="text" id="points" name="points" inputmode="numeric" autocomplete="off" /> P</td>
        </tr>
      </table>
      ${wrong === null ? '' : html`<p role="alert">${wrong}</p>`}
      <p class="act"><button>전환</button></p>
    </form>`,
  )
}

/** What came of it. PointPay's page tells nobody but the shopper. */
export function resultPage(verdict: Verdict, { kind, points }: Choice): Html {
  return frame(
    '전환 결과',
    html`<table class="form">
        <tr>
          <th>포인트 종류</th>
          <td>${kind}</td>
        </tr>
        <tr>
          <th>전환 포인트</th>
          <td>${points.toLocaleString('ko-KR')} P</td>
        </tr>
      </table>
      ${outcome(verdict)}
      <p class="act"><button type="button" onclick="window.close()">닫기</button></p>`,
  )
}

function outcome(verdict: Verdict): Html {
  if (verdict.kind === 'taken') return html`<p>전환이 완료되었습니다. 적립금은 약 1분 뒤 적립됩니다.</p>`
  if (verdict.kind === 'unclear')
    return html`<p>가맹점의 응답을 확인하지 못했습니다. 고객센터에 문의해 주십시오.</p>`
  return html`<p>전환되지 않았습니다. 포인트는 그대로 있습니다.</p>
    <p>사유: ${verdict.reason}</p>`
}

/** Why nothing can be converted here. */
export function refusalPage(reason: string): Html {
  return frame('오류', html`<p role="alert">${reason}</p>`)
}

function frame(title: string, body: Html): Html {
  return html`<!doctype html>
    <html lang="ko">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <link rel="icon" href="data:," />
        <title>${title} - PointPay</title>
        <style>
          ${raw(styles)}
        </style>
      </head>
      <body>
        <table class="frame">
          <tr>
            <td class="head">PointPay ${title}</td>
          </tr>
          <tr>
            <td class="body">${body}</td>
          </tr>
          <tr>
            <td class="foot">모의 PointPay입니다. 실제 포인트는 쓰이지 않습니다.</td>
          </tr>
        </table>
      </body>
    </html>`
}

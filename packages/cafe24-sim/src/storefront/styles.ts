/** The mall's own looks. Their classes are specific enough to stand against the hostile rules below. */
export const mallStyles = `
html body{margin:0!important;background:#faf8f5!important;color:#2b2622!important;font:15px/1.65 'Noto Sans KR','Apple SD Gothic Neo',system-ui,sans-serif!important}
.mall-header,.mall-main,.mall-footer{max-width:1080px!important;margin:0 auto!important;padding:0 24px!important}
.mall-header{display:flex!important;align-items:center!important;justify-content:space-between!important;height:72px!important}
.mall-logo.mall-logo{font-size:22px!important;font-weight:700!important;letter-spacing:.02em!important;color:#2b2622!important;text-decoration:none!important}
.mall-nav{display:flex!important;gap:20px!important}
.mall-nav a.mall-link,.mall-footer a.mall-link{color:#6b625a!important;text-decoration:none!important;font-size:14px!important}
.mall-main{display:grid!important;grid-template-columns:1fr 1fr!important;gap:48px!important;padding-bottom:64px!important}
.mall-photo{aspect-ratio:4/5;border-radius:4px;background:linear-gradient(160deg,#e6d5c3,#c9a98a 60%,#a87f5f);position:relative;overflow:hidden}
.mall-photo::after{content:'';position:absolute;left:28%;right:28%;top:22%;bottom:14%;border-radius:46% 46% 10% 10%;background:linear-gradient(#f7efe6,#d9c2aa)}
.mall-title{font-size:26px!important;margin:8px 0 4px!important;font-weight:600!important}
.mall-price{font-size:22px!important;font-weight:700!important;margin:0 0 20px!important}
.mall-table{width:100%!important;border-collapse:collapse!important;border-top:1px solid #e4ddd5!important}
.mall-table th{font-weight:400!important;color:#8a7f75!important;text-align:left!important;padding:9px 0!important;width:110px!important}
.mall-table td{padding:9px 0!important;text-align:right!important}
.mall-reserve{display:flex!important;align-items:center!important;justify-content:space-between!important;gap:12px!important;padding:16px!important;margin:16px 0!important;background:#fff!important;border:1px solid #e4ddd5!important;border-radius:6px!important}
.mall-total{display:flex!important;justify-content:space-between!important;font-size:18px!important;font-weight:700!important;padding:14px 0!important}
pointpay-button:not(:defined){display:inline-block;vertical-align:middle;width:192px;height:48px}
button.mall-button.mall-button{display:block!important;visibility:visible!important;width:100%!important;height:54px!important;border:0!important;border-radius:4px!important;background:#2b2622!important;color:#fff!important;font-family:inherit!important;font-size:16px!important;font-weight:600!important;line-height:54px!important;box-sizing:border-box!important;text-transform:none!important;cursor:pointer!important;position:static!important;opacity:1!important;pointer-events:auto!important}
.mall-card{max-width:380px;margin:8vh auto;background:#fff;padding:32px;border:1px solid #e4ddd5;border-radius:6px}
.mall-card label{display:block;margin:12px 0 4px;font-size:13px;color:#6b625a}
.mall-card input{width:100%;box-sizing:border-box;height:44px;padding:0 12px;border:1px solid #cfc6bc;border-radius:4px;font:inherit}
.mall-note{font-size:13px!important;color:#8a7f75!important}
@media (max-width:720px){.mall-main{grid-template-columns:1fr!important;gap:20px!important}.mall-photo{aspect-ratio:4/3}}
`

/** Global rules of the worst that skins ship: resets that hide, shift and restyle what is not theirs. */
export const hostileStyles = `
*{box-sizing:content-box;letter-spacing:-.3px}
button{display:none;visibility:hidden!important;position:absolute!important;left:-9999px!important;opacity:.1!important;font:8px/1 serif!important;color:lime!important;background:red!important;border:9px dashed blue!important;text-transform:uppercase!important;pointer-events:none!important}
a{color:#b00!important;text-decoration:line-through!important;display:inline!important}
img{display:block!important;width:1px!important;height:1px!important}
div{min-height:0;line-height:1.1}
dialog{display:none!important}
[class*=point]{font-size:3px!important}
`

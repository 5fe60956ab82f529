/** Every rule against what is not theirs that skins were seen to ship, and some worse, with all the weight CSS can give. */
export const worstStyle = `<style>
html body *, html body *::before, html body *::after {
  all: unset; color: lime !important; background: red !important; font: 7px/0.5 fantasy !important;
  letter-spacing: 9px !important; text-transform: uppercase !important;
  border: 7px dashed blue !important; padding: 40px !important; border-radius: 0 !important;
  writing-mode: vertical-rl !important;
  direction: rtl !important; white-space: normal !important; word-spacing: 30px !important;
  text-shadow: 0 0 9px red !important; transition: all 3s !important; cursor: wait !important; }
html body pointpay-button, html body pointpay-dialog, button, a, dialog, [class*=point], [data-member] {
  display: none !important; visibility: hidden !important; position: absolute !important; left: -9999px !important;
  width: 1px !important; height: 1px !important; max-width: 1px !important; min-height: 300px !important;
  text-indent: -999px !important; box-shadow: 0 0 30px red !important; opacity: 0.1 !important;
  filter: blur(3px) !important; transform: rotate(90deg) scale(3) !important; pointer-events: none !important;
  float: right !important; z-index: -1 !important; clip-path: circle(1px) !important; zoom: 3 !important;
  overflow: hidden !important; user-select: none !important; content-visibility: hidden !important; }
pointpay-button::before, pointpay-button::after, pointpay-dialog::before { content: 'AD' !important; }
html body *::first-line, html body *::first-letter { color: lime !important; font-size: 3px !important }
html body *::selection, html body *::marker { color: red !important }
html, html body * { --bg: red; --ink: lime; --surface: red; --accent: lime }
</style>`
